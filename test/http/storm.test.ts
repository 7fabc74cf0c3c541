import { type System, startSystem } from './system.ts';

const CALLERS = 300;

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

function audiencesAskedFor(): readonly (string | null)[] {
  return system.azure.requests
    .list('identity')
    .map(({ query }) => new URLSearchParams(query).get('resource'))
    .sort();
}

test('serves hundreds of callers of a cold app at once with one token, one listing of settings and one look at the keys', async () => {
  const headers = await system.bearer();
  const answers = await Promise.all(Array.from({ length: CALLERS }, () => system.mint({ headers })));

  const failed = answers.filter(({ status }) => status !== 200);
  expect(await Promise.all(failed.map((answer) => system.mintLine(answer)))).toEqual([]);
  expect(new Set(answers.map(({ json }) => json['value'])).size).toBe(CALLERS);
  expect(system.azure.requests.count('openai')).toBe(CALLERS);
  expect(audiencesAskedFor()).toEqual(['https://appconfig.azure.com', 'https://cognitiveservices.azure.com']);
  expect(system.azure.requests.list('appConfiguration').map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /kv',
  ]);
  expect(system.azure.requests.count('issuer')).toBe(2);
  expect(system.host.logs.filter(({ level }) => level === 'error' || level === 'critical')).toEqual([]);
});
