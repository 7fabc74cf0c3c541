/** The profiles of docs/profiles.md as they stand there, set in the store and minted by the bundle. */
import { readFileSync } from 'node:fs';
import { type Answer, type System, startSystem } from './system.ts';

const page = readFileSync('docs/profiles.md', 'utf8');

/** The keys of the page and what it says to put there. */
const shown = Object.fromEntries(
  [...page.matchAll(/^Key `(realtime:profiles:[^`]+)`:\n\n```\w+\n([\s\S]*?)^```/gm)].map(
    ([, key = '', text = '']) => [key, text] as const,
  ),
);

let system: System;
beforeAll(async () => {
  system = await startSystem({ settings: shown });
});
afterAll(() => system.stop());

async function ask(body: unknown, claims: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  const headers = { ...(await system.bearer(claims)), 'Content-Type': 'application/json' };
  return system.mint({ headers, body: JSON.stringify(body) });
}

describe('the profiles of docs/profiles.md', () => {
  test('are six, three of them with instructions of their own', () => {
    expect(Object.keys(shown).map((key) => key.replace('realtime:profiles:', ''))).toEqual([
      'assistant',
      'assistant:instructions',
      'push-to-talk',
      'transcribed',
      'text-only',
      'private',
      'private:instructions',
      'greeting',
      'greeting:instructions',
    ]);
  });

  test.each(['assistant', 'push-to-talk', 'transcribed', 'text-only'])('load, and Azure mints %s', async (profile) => {
    const answer = await ask({ profile });
    expect(answer.status).toBe(200);
    expect(await system.mintLine(answer)).toMatchObject({ profile, outcome: 'issued' });
  });

  test('include one for the relay, which says so to whoever may have it', async () => {
    const roles = ['Voice.Private'];
    const answer = await ask({ profile: 'private' }, { roles });
    expect([answer.status, answer.json]).toEqual([
      403,
      expect.objectContaining({ code: 'relay_required', url: '/api/realtime/calls?profile=private' }),
    ]);
    expect(await ask({ profile: 'private' })).toMatchObject({ status: 422 });
  });

  test('are asked for as the page shows', async () => {
    const body: unknown = JSON.parse(/^## What a caller sends\n\n```json\n([\s\S]*?)^```/m.exec(page)?.[1] ?? '');
    expect(await ask(body)).toMatchObject({ status: 200 });
  });

  test('are warned about where the page can read their instructions', async () => {
    const [warning] = await system.logged('instructions_readable');
    expect(warning).toMatchObject({ profiles: ['assistant'] });
  });
});
