/** The settings of the calls: on unless an operator switches them off. */
import * as z from 'zod/mini';
import { MAX_CALL_MINUTES } from '../lib/azure-values.ts';
import { jsonText, type Setting } from '../lib/setting.ts';

export interface CallRules {
  /** What a call may last, 1 to 60; `undefined`: until Azure ends it, after an hour. */
  readonly maxMinutes: number | undefined;
  /** Calls at once of a caller who is a person; `undefined`: any number. An app has no cap. */
  readonly perCaller: number | undefined;
  /** Calls at once of a deployment, over all callers; `undefined`: any number. */
  readonly perDeployment: number | undefined;
  /** Of a caller at the cap: the oldest call gives way, or the new one is refused. */
  readonly atLimit: 'replace' | 'refuse';
  /** How often a call is looked at; `undefined`: never. */
  readonly probeMinutes: number | undefined;
}

/** As many slots as fit into a caller's row. */
const MAX_PER_CALLER = 100;
/** Each place is a row, which a relay reads. */
const MAX_PER_DEPLOYMENT = 1_000;
const DEFAULTS: CallRules = {
  maxMinutes: MAX_CALL_MINUTES,
  perCaller: 5,
  perDeployment: undefined,
  atLimit: 'replace',
  probeMinutes: 1,
};

const atMost = (max: number) => z.optional(z.nullable(z.int().check(z.gte(1), z.lte(max))));

const ofOneCaller = {
  maxMinutes: atMost(MAX_CALL_MINUTES),
  perCaller: atMost(MAX_PER_CALLER),
  atLimit: z.optional(z.enum(['replace', 'refuse'])),
};

const rules = z.strictObject({
  ...ofOneCaller,
  perDeployment: atMost(MAX_PER_DEPLOYMENT),
  probeMinutes: atMost(MAX_CALL_MINUTES),
});

/** What may hold for some callers instead; a member that is left out is not among them. */
export const callerCallRules = z.pipe(
  z.strictObject(ofOneCaller),
  z.transform((given): Partial<CallRules> => {
    const entries = Object.entries(given).filter(([, value]) => value !== undefined);
    return Object.fromEntries(entries.map(([key, value]) => [key, value ?? undefined]));
  }),
);

export const CALL_SETTINGS = {
  calls: {
    meaning: `JSON object; a missing member has its default, and \`null\` switches a limit off. \`maxMinutes\`: how long a relayed call may last (${DEFAULTS.maxMinutes}). \`perCaller\`: simultaneous calls of a person (${DEFAULTS.perCaller}); apps have no cap. \`perDeployment\`: simultaneous calls of a deployment (none). \`atLimit\`: at a person’s cap the app ends the oldest call (\`"replace"\`) or refuses the new one (\`"refuse"\`). \`probeMinutes\`: how often the app asks Azure whether a call is still on the line (${DEFAULTS.probeMinutes}).`,
    writtenBy: 'operator',
    format: 'json',
    limits: true,
    schema: z.pipe(
      jsonText(rules),
      z.transform((given): CallRules => {
        const of = <K extends Exclude<keyof CallRules, 'atLimit'>>(key: K) =>
          given[key] === undefined ? DEFAULTS[key] : (given[key] ?? undefined);
        return {
          maxMinutes: of('maxMinutes'),
          perCaller: of('perCaller'),
          perDeployment: of('perDeployment'),
          atLimit: given.atLimit ?? DEFAULTS.atLimit,
          probeMinutes: of('probeMinutes'),
        };
      }),
    ),
    default: DEFAULTS,
  } satisfies Setting<CallRules>,
  'calls:endBefore': {
    meaning:
      'An instant such as `2026-11-23T12:00:00Z`: the app ends every relayed call that began before it within 75 seconds, and lets none begin before it. The kill switch for calls.',
    writtenBy: 'operator',
    limits: true,
    schema: z.pipe(
      z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-11-23T12:00:00Z' }),
      z.transform((text): number => Date.parse(text)),
    ),
    default: undefined,
  } satisfies Setting<number | undefined>,
} as const;
