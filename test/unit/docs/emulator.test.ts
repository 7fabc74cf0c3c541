import { readFileSync } from 'node:fs';
import { findDeployment } from '../../../local/azure/openai/deployments.ts';
import { BICEP_ACCOUNT } from '../../../local/azure/subscription/account.ts';
import { createDefaultDeployments } from '../../../local/azure/subscription/default-deployments.ts';
import { parseStartOptions } from '../../../local/start/start-options.ts';

const text = readFileSync('docs/emulator.md', 'utf8');
const deployments = createDefaultDeployments(0);
const account = { ...BICEP_ACCOUNT, id: '', name: '', resourceGroup: '', endpoint: '', deployments };

test('the page names every deployment, and those with which a mint works', () => {
  const [, good = '', bad = ''] = /^A mint works with (.*?)\. It is refused (.*)\. To see/m.exec(text) ?? [];
  const namesIn = (part: string) => [...part.matchAll(/`([^`]+)`/g)].map(([, name]) => name).toSorted();
  const namesOf = (isGood: boolean) =>
    [...deployments.keys()]
      .filter((name) => (findDeployment(account, name, false).kind === 'realtime') === isGood)
      .toSorted();
  expect([namesIn(good), namesIn(bad)]).toEqual([namesOf(true), namesOf(false)]);
});

test('the origin of one’s own page is one that npm start takes', () => {
  const [, ...args] = /`npm start -- (--origin) (\S+)`/.exec(text) ?? [];
  expect(parseStartOptions(args).origins).toEqual(['http://localhost:5173']);
});
