/** What docs/doctor.md shows of two people is what their commands print, on an Azure broken as it says. */
import { readFileSync } from 'node:fs';
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { OWN_COMMAND, PIPELINE_COMMAND } from '../../tools/pages/doctor-commands.ts';
import { createDoctorCommand } from './support/doctor-command.ts';
import { withAzure } from './support/with-azure.ts';

const doctor = createDoctorCommand();
afterAll(() => doctor.dispose());

/** On the ports of `npm start`. */
const shown = (text: string, { urls, subscription }: EmulatedAzure): string =>
  text
    .replaceAll(urls.appConfiguration, 'https://127.0.0.1:7082')
    .replaceAll(urls.openai, 'http://127.0.0.1:7083')
    .replaceAll(subscription.site.host, '127.0.0.1:7071');

/** An id, and a date that is days from the emulator's start. */
const withoutChance = (text: string): string =>
  text.replace(/apim-request-id [\w-]+/g, 'apim-request-id').replace(/\d{4}-\d\d-\d\d, in/g, 'DATE, in');

test.concurrent.each([
  ['tools/pages/doctor-own-transcript.txt', OWN_COMMAND],
  ['tools/pages/doctor-pipeline-transcript.json', PIPELINE_COMMAND],
])('%s', (file, command) =>
  withAzure(async (azure) => {
    azure.switches.set('account.deploymentModel', 'gpt-4o');
    const [, options = ''] = /^npm run (?:--silent )?doctor -- --arm \S+ (.*)$/.exec(command) ?? [];
    const { stdout, status } = await doctor.run(azure, options.split(' '));
    expect(withoutChance(shown(stdout, azure))).toBe(withoutChance(readFileSync(file, 'utf8')));
    expect(status).toBe(1);
  }),
);

test('README leads to it, and says the same command', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(readme).toContain('npm run doctor -- --account');
  expect(readme.indexOf('docs/doctor.md#with-an-account-and-code-of-your-own')).toBeGreaterThan(-1);
  expect(readme.indexOf('docs/doctor.md#with-an-account-and-code-of-your-own')).toBeLessThan(
    readme.indexOf('## Five minutes'),
  );
});
