/** Whatever a profile says and whatever a caller asks for: never wider than the profile, and never wrong for Azure. */
import * as fc from 'fast-check';
import { validateMint } from '../../../local/azure/openai/validate-mint.ts';
import { isJsonObject, valueAt, withValueAt } from '../../../src/lib/json.ts';
import { narrow } from '../../../src/profiles/grant.ts';
import type { RealtimeProfile } from '../../../src/profiles/profile.ts';
import { REALTIME_SESSION } from '../../../src/profiles/session-form.ts';
import { forAll } from '../../support/property.ts';
import { readTexts } from './profiles-bench.ts';

/** Places in a session and values to put there: good and bad ones, the beta's, and what nobody may set. */
const FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  instructions: ['private', 'other'],
  tools: [[], [{ type: 'function', name: 'f' }], [{ type: 'mcp', server_label: 's', server_url: 'https://e.example' }]],
  tool_choice: ['auto', 'none', { type: 'mcp', server_label: 's' }],
  prompt: [null, { id: 'pmpt_1' }],
  model: ['gpt-realtime', 'other'],
  output_modalities: [['audio'], ['text'], ['audio', 'text']],
  max_output_tokens: [1, 100, 100.5, 4_096, 'inf'],
  temperature: [1],
  voice: ['marin'],
  tracing: [null, 'auto'],
  'audio.output.voice': ['marin', 'cedar', { id: 'voice_1' }],
  'audio.output.speed': [0.5, 1, 1.5, 2],
  'audio.input.turn_detection': [null, { type: 'semantic_vad' }, { type: 'server_vad', threshold: 0.5 }, 'none'],
  'audio.input.turn_detection.threshold': [0, 0.5, 1],
  'audio.input.transcription': [null, { model: 'whisper' }],
  'audio.input.transcription.language': ['de', 'en'],
  'audio.input.noise_reduction': [null, { type: 'near_field' }],
};

type Entry = readonly [dotted: string, value: unknown];

const entry: fc.Arbitrary<Entry> = fc
  .constantFrom(...Object.keys(FIELDS))
  .chain((dotted) => fc.constantFrom(...(FIELDS[dotted] ?? [])).map((value) => [dotted, value] as const));

const entries = fc.array(entry, { maxLength: 6 });
const anySession = entries.map((set) =>
  set.reduce<unknown>((session, [dotted, value]) => withValueAt(session, dotted.split('.'), value), {
    type: 'realtime',
  }),
);
const choices = fc
  .array(fc.constantFrom(...Object.keys(FIELDS)), { maxLength: 3 })
  .map((paths) => Object.fromEntries(paths.map((dotted) => [dotted, FIELDS[dotted]?.slice(0, 2)])));

/** Only those that can be used; the others refuse everybody. */
const profile: fc.Arbitrary<RealtimeProfile> = fc
  .record({ session: anySession, choices })
  .map((body) => readTexts({ 'profiles:p': JSON.stringify(body) }).get('p'))
  .filter((read) => read?.ok === true)
  .map((read) => (read as { readonly value: RealtimeProfile }).value);

const wish = fc.record({
  session: fc.oneof(
    { weight: 4, arbitrary: anySession.map((session) => session as Record<string, unknown>) },
    { weight: 1, arbitrary: fc.dictionary(fc.string(), fc.jsonValue()) },
  ),
});

/** A wish made of what the profile allows, so that many are granted. */
const fittingWish = (from: RealtimeProfile) =>
  fc.subarray([...from.choices.values()]).chain((some) =>
    fc
      .tuple(...some.map(({ allowed }) => ('min' in allowed ? fc.constant(allowed.min) : fc.constantFrom(...allowed))))
      .map((values) => ({
        session: some.reduce<unknown>((session, { path }, index) => withValueAt(session, path, values[index]), {
          type: 'realtime',
        }) as Record<string, unknown>,
      })),
  );

const caseOf = profile.chain((from) => fc.tuple(fc.constant(from), fc.oneof(wish, fittingWish(from))));

/** Everything that is no object, by its pointer; an empty object is such a leaf too. */
function leaves(value: unknown, path: readonly string[] = []): readonly (readonly [readonly string[], unknown])[] {
  const members = isJsonObject(value) ? Object.entries(value) : [];
  return members.length === 0 ? [[path, value]] : members.flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

function leavesBesideChoices({ choices: open }: RealtimeProfile, session: unknown): readonly string[] {
  const paths = [...open.values()].map(({ path }) => path);
  return leaves(session)
    .filter(([leaf]) => !paths.some((path) => path.every((name, index) => leaf[index] === name)))
    .map((leaf) => JSON.stringify(leaf))
    .sort();
}

const RUNS = { numRuns: 250 };

test('a grant differs from its profile only where that leaves a choice, and there it has an allowed value', () => {
  let granted = 0;
  forAll(
    fc.property(caseOf, ([from, asked]) => {
      const grant = narrow(from, REALTIME_SESSION, asked);
      if (!grant.ok) return;
      granted += 1;
      expect(leavesBesideChoices(from, grant.value)).toEqual(leavesBesideChoices(from, from.session));
      for (const { path, allowed } of from.choices.values()) {
        const value = valueAt(grant.value, path);
        const possible = [valueAt(from.session, path), ...('min' in allowed ? [allowed.min] : allowed)];
        expect(possible).toContainEqual(value);
      }
    }),
    RUNS,
  );
  // Else the property would hold of nothing.
  expect(granted).toBeGreaterThan(50);
});

test('who is granted something has what they asked for, each field of it', () => {
  forAll(
    fc.property(caseOf, ([from, asked]) => {
      const grant = narrow(from, REALTIME_SESSION, asked);
      if (!grant.ok) return;
      const { model, ...session } = asked.session;
      expect(grant.value).toMatchObject(session);
      expect([undefined, from.servedAt[0].deployment]).toContain(model);
    }),
    RUNS,
  );
});

test('a grant is a session that Azure’s validation takes', () => {
  forAll(
    fc.property(caseOf, ([from, asked]) => {
      const grant = narrow(from, REALTIME_SESSION, asked);
      if (!grant.ok) return;
      expect(validateMint({ session: { ...grant.value, model: 'm' } })).toHaveProperty('body');
    }),
    RUNS,
  );
});

test('a caller never names instructions, tools or a prompt without being refused', () => {
  const secret = fc.constantFrom('instructions', 'tools', 'prompt');
  forAll(
    fc.property(profile, secret, fc.jsonValue(), (from, name, value) => {
      const own = valueAt(from.session, [name]);
      for (const session of [{ [name]: value }, { [name]: own ?? null }]) {
        expect(narrow(from, REALTIME_SESSION, { session })).toMatchObject({
          ok: false,
          error: [{ pointer: `/session/${name}` }],
        });
      }
    }),
    RUNS,
  );
});
