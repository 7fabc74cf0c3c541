/**
 * What a caller gets: the profile, narrowed by what they ask for. Every field that they send is the profile's own
 * value, or a choice of the profile's with an allowed one, or it is refused; so nothing that is granted is wider.
 */
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, valueAt, withValueAt } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type Finding, toPointer } from '../lib/validation.ts';
import { checkSession } from './check-session.ts';
import { allows, type Choice, describeAllowed } from './choices.ts';
import type { Profile } from './profile.ts';
import type { Session } from './session-schema.ts';
import { fillIn } from './variables.ts';

export interface Grant {
  readonly session: Session;
  readonly seconds: number;
}

/** What a caller asks for; `session` is whatever they sent, its `type` being checked elsewhere, and so are `variables`. */
export interface Wish {
  readonly seconds?: number | undefined;
  readonly session?: JsonObject | undefined;
  readonly variables?: unknown;
}

/**
 * What the owner has worded or named. Refused even with the profile's own value: a refusal costs nothing, so a caller
 * could otherwise find out by trying what it is. The rest is numbers, words of the API, and what a page must know.
 */
const PRIVATE: ReadonlySet<string> = new Set([
  '/instructions',
  '/tools',
  '/prompt',
  '/tool_choice/name',
  '/tool_choice/server_label',
  '/tracing/workflow_name',
  '/tracing/group_id',
  '/tracing/metadata',
  '/audio/input/transcription/model',
  '/audio/input/transcription/prompt',
  '/audio/input/transcription/keywords',
  '/audio/output/voice/id',
]);
const NOT_YOURS = 'is not the caller’s to set in this profile';

type Judgement = { readonly choice: Choice; readonly value: unknown } | { readonly refused: Finding };

/** The findings' pointers are into the caller's body. */
export function narrow(
  profile: Profile,
  { seconds, session: wished = {}, variables }: Wish,
): Result<Grant, readonly Finding[]> {
  const { type: _checkedElsewhere, ...fields } = wished;
  const judgements = judgeAll(profile, fields, []);
  const { instructions } = profile.session;
  const filled = fillIn(instructions ?? '', profile.variables, variables);
  const refused = judgements.flatMap((judgement) => ('refused' in judgement ? judgement.refused : []));
  if (refused.length > 0 || !filled.ok) return err([...refused, ...(filled.ok ? [] : filled.error)]);

  const chosen = judgements.flatMap((judgement) => ('choice' in judgement ? judgement : []));
  const session = applyChoices(profile.session, chosen);
  if (!session.ok) return session;
  return ok({
    session: instructions === undefined ? session.value : { ...session.value, instructions: filled.value },
    seconds: Math.min(seconds ?? profile.secretSeconds, profile.secretSeconds),
  });
}

function judgeAll(profile: Profile, fields: JsonObject, path: readonly string[]): readonly Judgement[] {
  return Object.entries(fields).flatMap(([name, value]) => judge(profile, [...path, name], value));
}

function judge(profile: Profile, path: readonly string[], value: unknown): readonly Judgement[] {
  const choice = profile.choices.get(toPointer(path));
  if (choice && allows(choice, value)) return [{ choice, value }];
  const refused = refusalsOf(profile, path, value);
  return choice && refused.length > 0 ? [refuse(path, describeAllowed(choice))] : refused;
}

/** An object is judged member by member, so that no private one is compared with the profile's. */
function refusalsOf(profile: Profile, path: readonly string[], value: unknown): readonly Judgement[] {
  if (PRIVATE.has(toPointer(path))) return [refuse(path, NOT_YOURS)];
  if (isJsonObject(value) && Object.keys(value).length > 0) return judgeAll(profile, value, path);
  return isOwnValue(profile, path, value) ? [] : [refuse(path, NOT_YOURS)];
}

function isOwnValue({ session, servedAt }: Profile, path: readonly string[], value: unknown): boolean {
  if (path.length === 1 && path[0] === 'model') return servedAt.some(({ deployment }) => deployment === value);
  const own = valueAt(session, path);
  return own !== undefined && isDeepStrictEqual(own, value);
}

/** The bounds do not say whether a fraction is allowed: the choice is checked once more, so that Azure never gets a wrong session. */
function applyChoices(
  session: Session,
  chosen: readonly { readonly choice: Choice; readonly value: unknown }[],
): Result<Session, readonly Finding[]> {
  if (chosen.length === 0) return ok(session);
  const checked = checkSession(
    chosen.reduce<unknown>((whole, { choice, value }) => withValueAt(whole, choice.path, value), session),
  );
  if (checked.ok) return checked;
  return err(checked.error.map((finding) => ({ ...finding, pointer: `/session${finding.pointer}` })));
}

function refuse(path: readonly string[], message: string): { readonly refused: Finding } {
  return { refused: { pointer: toPointer(['session', ...path]), message, unknownMember: true } };
}
