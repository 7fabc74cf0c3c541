/** The doctor in one process for all visits of a file, which can reach this machine only. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { type Doctor, toDoctor, type Visit, type VisitOptions } from './visit.ts';
import type { Program, VisitMade, VisitOrder } from './visit-order.ts';

const LOOPBACK_ONLY = join(__dirname, '../../support/loopback-only.cjs');

const AT_ONCE = 2;

/** @param program the doctor, or another command that looks as it does. */
export function createDoctor(program: Program = 'doctor'): Doctor {
  const child = fork(join(__dirname, 'doctor-process.mts'), {
    // Jest's own has colours forced.
    env: { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] },
    execArgv: ['--require', LOOPBACK_ONLY],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const waiting = new Map<number, (made: VisitMade) => void>();
  let count = 0;
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  child.on('message', (made: VisitMade) => waiting.get(made.id)?.(made));

  /** One after the other in each: what a visit looks at has deadlines, which others in this process eat up. */
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve<unknown>(undefined));

  function run(azure: EmulatedAzure, args: readonly string[], options: VisitOptions = {}): Promise<Visit> {
    count += 1;
    const lane = count % AT_ONCE;
    const order: VisitOrder = {
      id: count,
      program,
      ...(options.agrees !== undefined && { agrees: options.agrees }),
      args: ['--arm', azure.urls.arm, ...args],
      environment: { ...azure.operatorEnvironment, ...options.environment },
      folder: options.folder ?? dirname(azure.certificate.path),
      certificate: azure.certificate.pem,
      az: { program: join(dirname(azure.certificate.path), 'az'), url: `${azure.urls.control}/az` },
    };
    const visit = lanes[lane]?.then(() => ask(order)) ?? ask(order);
    lanes[lane] = visit.catch(() => undefined);
    return visit;
  }

  function ask(order: VisitOrder): Promise<Visit> {
    return new Promise((resolve, reject) => {
      waiting.set(order.id, ({ status, stdout, stderr }) => resolve({ status, stdout, stderr }));
      child.send(order, (error) => error && reject(error));
    });
  }

  return toDoctor(run, async () => {
    child.kill();
    await once(child, 'close');
    expect(complaints).toBe('');
  });
}
