/** The profiles of docs/live.md, as they stand there. */
import { isSessionReadable } from '../../../src/profiles/live-session-schema.ts';
import { codeBlocks } from '../../support/code-blocks.ts';
import { aLiveProfile } from '../profiles/profiles-bench.ts';

const profiles = codeBlocks('docs/live.md', 'json')
  .map((text): Readonly<Record<string, unknown>> => JSON.parse(text))
  .filter((json) => json['api'] === 'live');

test('are two that load, and only the second keeps the prompt from the page', () => {
  expect(profiles.map((profile) => isSessionReadable(aLiveProfile(profile).session))).toEqual([true, false]);
});
