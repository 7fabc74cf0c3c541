/**
 * What a caller gets: the profile, narrowed by what they ask for. Every field that they send is the profile's own
 * value, or a choice of the profile's with an allowed one, or it is refused; so nothing that is granted is wider.
 */
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, valueAt, withValueAt } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type Finding, toPointer } from '../lib/validation.ts';
import { allows, type Choice, describeAllowed } from './choices.ts';
import type { ProfileBase } from './profile.ts';
import type { SessionForm } from './session-form.ts';
import { fillIn } from './variables.ts';

/** What a caller asks for; `session` is whatever they sent, its `type` being checked elsewhere, and so are `variables`. */
export interface Wish {
  readonly session?: JsonObject | undefined;
  readonly variables?: unknown;
}

const NOT_YOURS = 'is not the caller’s to set in this profile';

type Judgement = { readonly choice: Choice; readonly value: unknown } | { readonly refused: Finding };
interface Judged extends Pick<ProfileBase, 'choices' | 'servedAt'> {
  readonly session: unknown;
  readonly ownersOnly: ReadonlySet<string>;
}

/** The session that is granted. The findings' pointers are into the caller's body. */
export function narrow<S extends { readonly instructions?: string | undefined }>(
  profile: ProfileBase & { readonly session: S },
  form: SessionForm<S>,
  { session: wished = {}, variables }: Wish,
): Result<S, readonly Finding[]> {
  const { type: _checkedElsewhere, ...fields } = wished;
  const { choices, servedAt, session: whole } = profile;
  const judgements = judgeAll({ choices, servedAt, session: whole, ownersOnly: form.ownersOnly }, fields, []);
  const { instructions } = whole;
  const filled = fillIn(instructions ?? '', profile.variables, variables);
  const refused = judgements.flatMap((judgement) => ('refused' in judgement ? judgement.refused : []));
  if (refused.length > 0 || !filled.ok) return err([...refused, ...(filled.ok ? [] : filled.error)]);

  const chosen = judgements.flatMap((judgement) => ('choice' in judgement ? judgement : []));
  const session = applyChoices(whole, form, chosen);
  if (!session.ok) return session;
  return ok(instructions === undefined ? session.value : { ...session.value, instructions: filled.value });
}

function judgeAll(profile: Judged, fields: JsonObject, path: readonly string[]): readonly Judgement[] {
  return Object.entries(fields).flatMap(([name, value]) => judge(profile, [...path, name], value));
}

function judge(profile: Judged, path: readonly string[], value: unknown): readonly Judgement[] {
  const choice = profile.choices.get(toPointer(path));
  if (choice && allows(choice, value)) return [{ choice, value }];
  const refused = refusalsOf(profile, path, value);
  return choice && refused.length > 0 ? [refuse(path, describeAllowed(choice))] : refused;
}

/** An object is judged member by member, so that none of the owner's is compared with the profile's. */
function refusalsOf(profile: Judged, path: readonly string[], value: unknown): readonly Judgement[] {
  if (profile.ownersOnly.has(toPointer(path))) return [refuse(path, NOT_YOURS)];
  if (isJsonObject(value) && Object.keys(value).length > 0) return judgeAll(profile, value, path);
  return isOwnValue(profile, path, value) ? [] : [refuse(path, NOT_YOURS)];
}

function isOwnValue({ session, servedAt }: Judged, path: readonly string[], value: unknown): boolean {
  if (path.length === 1 && path[0] === 'model') return servedAt.some(({ deployment }) => deployment === value);
  const own = valueAt(session, path);
  return own !== undefined && isDeepStrictEqual(own, value);
}

/** The bounds do not say whether a fraction is allowed: the choice is checked once more, so that Azure never gets a wrong session. */
function applyChoices<S>(
  session: S,
  form: SessionForm<S>,
  chosen: readonly { readonly choice: Choice; readonly value: unknown }[],
): Result<S, readonly Finding[]> {
  if (chosen.length === 0) return ok(session);
  const checked = form.check(
    chosen.reduce<unknown>((whole, { choice, value }) => withValueAt(whole, choice.path, value), session),
  );
  if (checked.ok) return checked;
  return err(checked.error.map((finding) => ({ ...finding, pointer: `/session${finding.pointer}` })));
}

function refuse(path: readonly string[], message: string): { readonly refused: Finding } {
  return { refused: { pointer: toPointer(['session', ...path]), message, unknownMember: true } };
}
