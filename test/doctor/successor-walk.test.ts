/** The day, practised on this machine: the lines of docs/operations.md, typed into a shell. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { RESOURCE_GROUP } from '../../local/azure/foundation/directory.ts';
import { startSystem } from '../http/system.ts';
import { hasCurl } from '../support/has-curl.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { withAzure } from './support/with-azure.ts';

jest.setTimeout(180_000);

const [OLD, NEW] = ['gpt-realtime-mini', 'gpt-realtime-2.1-mini'];
const OPERATIONS = readFileSync('docs/operations.md', 'utf8');
const [, PRACTICE = ''] = /\*\*Practise it\*\*[\s\S]*?```sh\n([\s\S]*?)```/.exec(OPERATIONS) ?? [];

/** Statuses of the lines, of which all are typed whatever one of them says; and what was printed. */
async function type(script: string): Promise<{ readonly statuses: readonly number[]; readonly printed: string }> {
  const lines = script.trim().split('\n');
  const shell = spawn('sh', ['-c', lines.map((line) => `${line}\nprintf '\nstatus=%s\n' "$?"`).join('\n')]);
  let printed = '';
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  await new Promise((resolve) => shell.once('close', resolve));
  return { statuses: [...printed.matchAll(/^status=(\d+)$/gm)].map(([, status]) => Number(status)), printed };
}

test('the practice of the page moves, goes back, moves after the day, and is refused the way back', async () => {
  if (!(await hasCurl())) return;
  await withAzure(async (azure) => {
    const typed = PRACTICE.replaceAll('http://127.0.0.1:7084', azure.urls.control).replaceAll(
      'https://127.0.0.1:7087',
      azure.urls.arm,
    );
    const { statuses, printed } = await type(typed);
    expect([statuses, printed]).toEqual([[0, 0, 0, 0, 0, 0, 1], expect.stringContaining('answers 410')]);
    expect(printed.match(new RegExp(`realtime:deployment is ${NEW}\\.`, 'g'))).toHaveLength(2);
    expect(printed.match(new RegExp(`realtime:deployment is ${OLD}\\.`, 'g'))).toHaveLength(1);
    expect(azure.settings.get('realtime:deployment')).toBe(NEW);
  });
});

test('the app that ships is seen to use the successor once it has read the setting', async () => {
  const command = createDoctor('successor');
  const system = await startSystem({});
  try {
    system.azure.subscription.site.host = new URL(system.host.url).host;
    system.azure.switches.set('account.modelState', 'Deprecating');
    await system.mintUntil(200);
    // The next request finds the settings old, and a later one has what was read.
    await system.advance(37_000);
    const { status, stdout } = await command.run(system.azure, ['--group', RESOURCE_GROUP, '--yes']);
    expect([status, stdout]).toEqual([0, expect.stringContaining(`${system.host.url} minted a secret for ${NEW}.`)]);
  } finally {
    await system.stop();
    await command.dispose();
  }
});
