/**
 * Entry of a process in which the doctor makes many visits, one for each message: a process for each would spend most of
 * its time on its start. What the command line adds is proved by command-line.test.ts and its neighbours.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Writable } from 'node:stream';
import tls from 'node:tls';
import { runDoctor } from '../../../tools/doctor/doctor.ts';
import type { Surroundings } from '../../../tools/doctor/surroundings.ts';
import { runSuccessor } from '../../../tools/successor/run-successor.ts';
import { answerAzWithoutProcess } from './az-without-process.mts';
import type { Program, VisitMade, VisitOrder } from './visit-order.ts';

const environmentOfVisit = new AsyncLocalStorage<Readonly<Record<string, string>>>();
const trusted = new Set<string>();

/** What the clients of Azure read, and where they look for `az`: that of the Azure is first on the PATH. */
const { env } = process;
Object.defineProperty(process, 'env', { get: () => environmentOfVisit.getStore() ?? env });

const azPrograms = new Map<string, string>();
answerAzWithoutProcess((program) => azPrograms.get(program));

/** As NODE_EXTRA_CA_CERTS does, which Node reads at its start only. */
function trust(certificate: string): void {
  if (trusted.has(certificate)) return;
  trusted.add(certificate);
  tls.setDefaultCACertificates([...trusted]);
}

/** In place of minutes: what a test lets Azure do later, it does within milliseconds. */
const PATIENCE = { lookMs: 10, makingMs: 3_000, retryMs: 10, settlingMs: 10_000, appMs: 10, readMs: 3_000 };

const PROGRAMS: Readonly<Record<Program, (surroundings: Surroundings) => Promise<number>>> = {
  doctor: runDoctor,
  successor: (surroundings) => runSuccessor({ ...surroundings, start: 'npm run successor --', patience: PATIENCE }),
};

async function visit({ id, certificate, program, agrees, az, ...order }: VisitOrder): Promise<VisitMade> {
  trust(certificate);
  azPrograms.set(az.program, az.url);
  const said = { stdout: '', stderr: '' };
  const streamTo = (name: keyof typeof said) =>
    new Writable({
      decodeStrings: false,
      write(text: string, _encoding, done) {
        said[name] += text;
        done();
      },
    });
  // A pipe, of which the doctor uses nothing that a terminal has.
  const stdout = streamTo('stdout') as Surroundings['stdout'];
  const surroundings = {
    ...order,
    start: 'node doctor.cjs',
    stdout,
    stderr: streamTo('stderr'),
    ...(agrees !== undefined && { confirm: async () => agrees }),
  };
  const status = await environmentOfVisit.run(order.environment, () => PROGRAMS[program](surroundings));
  return { id, status, ...said };
}

process.on('message', (order: VisitOrder) => void visit(order).then((made) => process.send?.(made)));
process.on('disconnect', () => process.exit(0));
// By itself Node would end without writing what it has compiled, which the next file's process reads.
process.on('SIGTERM', () => process.exit(0));
