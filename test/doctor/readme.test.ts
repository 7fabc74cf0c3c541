/** The transcripts of README.md and docs/doctor.md are what the command prints, on an Azure broken as they say. */
import { readFileSync } from 'node:fs';
import { startAzure } from '../../local/azure/azure.ts';
import { createDoctorCommand } from './support/doctor-command.ts';
import { startStandInApp } from './support/stand-in-app.ts';

jest.setTimeout(30_000);

const readme = readFileSync('README.md', 'utf8');
const transcript = readFileSync('tools/pages/doctor-transcript.txt', 'utf8').trimEnd();
/** As the README has it; `npm start` has these ports. */
const COMMAND = 'npm run doctor -- --arm https://127.0.0.1:7087 --group rg-local --mint';

const doctor = createDoctorCommand();
afterAll(() => doctor.dispose());

/** What differs between two runs: an id, milliseconds, and dates that are days from the emulator's start. */
function withoutChance(text: string): string {
  return text
    .replace(/apim-request-id [\w-]+/g, 'apim-request-id')
    .replace(/\d{4}-\d\d-\d\d, in/g, 'DATE, in')
    .replace(/localhost resolves to (?:::1|127\.0\.0\.1)/g, 'localhost');
}

test('the command’s output is the transcript', async () => {
  const azure = await startAzure();
  const app = await startStandInApp(azure);
  try {
    azure.switches.set('account.deploymentModel', 'gpt-4o');
    const args = COMMAND.replace('npm run doctor -- ', '').split(' ').slice(2);
    const { stdout, status } = await doctor.run(azure, args);
    const { appConfiguration, openai } = azure.urls;
    const shown = stdout
      .replaceAll(appConfiguration, 'https://127.0.0.1:7082')
      .replaceAll(openai, 'http://127.0.0.1:7083')
      .replaceAll(azure.subscription.site.host, '127.0.0.1:7071');
    expect(withoutChance(shown.trimEnd())).toBe(withoutChance(transcript));
    expect(status).toBe(1);
  } finally {
    await app.stop();
    await azure.stop();
  }
});

test('the README shows lines of it, in their order', () => {
  const [, shown = ''] = /^```text\n(ok {4}settings\.read[\s\S]*?)^```/m.exec(readme) ?? [];
  const lines = shown
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '…' && line !== '');
  expect(lines.length).toBeGreaterThanOrEqual(8);
  const places = lines.map((line) => transcript.split('\n').indexOf(line));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});

test('the README and docs/doctor.md show the command that was run', () => {
  expect(readme).toContain(COMMAND);
  expect(readFileSync('docs/emulator.md', 'utf8')).toContain(COMMAND);
});
