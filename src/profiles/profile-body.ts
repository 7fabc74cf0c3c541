/** The parsed JSON of one profile against everything that must be true of it. */
import type * as z from 'zod/mini';
import { isJsonObject, type JsonObject } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type Finding, toPointer, validate } from '../lib/validation.ts';
import { checkChoices, toChoices } from './choices.ts';
import { isSessionReadable } from './live-session-schema.ts';
import {
  DEFAULT_PROFILE,
  type LiveProfile,
  type Profile,
  type RealtimeProfile,
  type Requirement,
  type StoredText,
} from './profile.ts';
import { liveProfileSchema, realtimeProfileSchema, requirementSchema } from './profile-schema.ts';
import { type KnownTargets, toServedAt } from './served-at.ts';
import { LIVE_SESSION, REALTIME_SESSION, type SessionForm } from './session-form.ts';
import { checkVariables, toVariables } from './variables.ts';

interface NamedDefaults extends KnownTargets {
  readonly name: string;
  readonly secretSeconds: number;
  readonly relayOnly: boolean;
}

/** The texts of one profile. */
interface Texts {
  readonly json: JsonObject;
  readonly instructions: StoredText | undefined;
}

type Read<P> = Result<P, readonly Finding[]>;

const UNCOUNTED =
  'must be false or left out: nobody ends or counts a call that a page makes with a secret, and the profile has `maxMinutes`, or realtime:quota a policy of minutes';
const ALWAYS_REALTIME =
  'must be "realtime" in this profile, which callers get who name none: give the Live profile a name of its own';

/** Pointers are into the profile. */
export function readProfileBody(
  json: JsonObject,
  instructions: StoredText | undefined,
  defaults: NamedDefaults,
): Read<Profile> {
  const texts = { json, instructions };
  if (json['api'] !== 'live') return readRealtimeProfile(texts, defaults);
  if (defaults.name === DEFAULT_PROFILE) return err([toFinding(['api'], ALWAYS_REALTIME)]);
  return readLiveProfile(texts, defaults);
}

function readRealtimeProfile(texts: Texts, defaults: NamedDefaults): Read<RealtimeProfile> {
  const shape = readShape(realtimeProfileSchema, REALTIME_SESSION, texts.json);
  if (!shape.ok) return shape;
  const { profile, session } = shape.value;
  const { secretSeconds = defaults.secretSeconds, filter = false } = profile;
  const { direct, findings: ofDirect } = readDirect(profile, defaults.relayOnly);
  const base = readBase(profile, { ...texts, session, form: REALTIME_SESSION }, defaults);
  const ofCredentials =
    direct || !filter ? findReadableCredentials(session.tools, ['session', 'tools'], BY_THE_FILTER) : [];
  const findings = [...ofDirect, ...base.findings, ...ofCredentials];
  if (!base.value || findings.length > 0) return err(findings);
  return ok({ api: 'realtime', ...base.value, secretSeconds, direct, filter });
}

function readLiveProfile(texts: Texts, defaults: NamedDefaults): Read<LiveProfile> {
  const shape = readShape(liveProfileSchema, LIVE_SESSION, texts.json);
  if (!shape.ok) return shape;
  const { profile, session } = shape.value;
  const { deployment, safetyIdentifier = false } = profile;
  const base = readBase(profile, { ...texts, session, form: LIVE_SESSION }, defaults);
  const nowhere = (base.value?.servedAt ?? []).filter(
    ({ target }) => typeof deployment !== 'string' && deployment[target] === undefined,
  );
  const ofTargets = nowhere.map(({ target }) =>
    toFinding(['deployment'], `must name a deployment at ${target}, whose own one serves Realtime`),
  );
  const tools = session.delegation?.type === 'responses' ? session.delegation.responses.tools : [];
  const path = ['session', 'delegation', 'responses', 'tools'];
  const ofCredentials = isSessionReadable(session) ? findReadableCredentials(tools, path, BY_THE_ALLOW_LIST) : [];
  const findings = [...base.findings, ...ofTargets, ...ofCredentials];
  if (!base.value || findings.length > 0) return err(findings);
  return ok({ api: 'live', ...base.value, safetyIdentifier });
}

/** The members beside the session, and the session. */
function readShape<T, S>(
  schema: z.ZodMiniType<T>,
  { check, bare }: SessionForm<S>,
  json: JsonObject,
): Result<{ readonly profile: T; readonly session: S }, readonly Finding[]> {
  const shape = validate(schema, json);
  const { session: given = bare } = json;
  // Of another type it is in the shape's findings.
  const session = check(isJsonObject(given) ? given : bare);
  if (shape.ok && session.ok) return ok({ profile: shape.value, session: session.value });
  const ofSession = session.ok ? [] : session.error;
  const inSession = ofSession.map((found) => ({ ...found, pointer: `/session${found.pointer}` }));
  return err([...(shape.ok ? [] : shape.error), ...inSession]);
}

/** What a profile of either API has. */
function readBase<S extends { readonly instructions?: string | undefined }>(
  profile: Omit<z.infer<typeof realtimeProfileSchema>, 'api' | 'session'>,
  { instructions, session, form }: Texts & { readonly session: S; readonly form: SessionForm<S> },
  defaults: NamedDefaults,
) {
  const { requires, maxMinutes } = profile;
  const { servedAt, findings: ofTargets } = toServedAt(profile, defaults);
  const choices = toChoices(profile.choices ?? {});
  const variables = toVariables(profile.variables ?? {});
  const whole = instructions ? { ...session, instructions: instructions.text } : session;
  const findings = [
    ...ofTargets,
    ...findSecondInstructions(session, instructions),
    ...checkChoices(choices, session, form),
    ...checkVariables(variables, whole.instructions),
  ];
  const { name } = defaults;
  const value = servedAt && { name, servedAt, session: whole, choices, variables, requires, maxMinutes };
  return { value, findings };
}

/** A call that is ended or counted is the relay's. */
function readDirect({ direct, maxMinutes }: z.infer<typeof realtimeProfileSchema>, relayOnly: boolean) {
  const isCounted = relayOnly || maxMinutes !== undefined;
  const findings = direct === true && isCounted ? [toFinding(['direct'], UNCOUNTED)] : [];
  return { direct: direct ?? !isCounted, findings };
}

/** `requires` of a profile in which other things may be wrong. */
export function requirementIn(json: unknown): Requirement | undefined {
  const read = isJsonObject(json) ? validate(requirementSchema, json['requires']) : undefined;
  return read?.ok ? read.value : undefined;
}

const BY_THE_FILTER =
  'would be readable by the page in session.created: remove it, or set "direct": false and "filter": true';
const BY_THE_ALLOW_LIST =
  'would be readable by the page in session.started: remove it, or leave session.started, session.updated and session.closed out of client.data_channel.allowed_server_events';

/** The page could then use the MCP server itself. */
function findReadableCredentials(
  tools: readonly JsonObject[] = [],
  path: readonly string[],
  message: string,
): readonly Finding[] {
  return tools.flatMap((tool, index) =>
    ['authorization', 'headers'].flatMap((name) =>
      tool['type'] === 'mcp' && (tool[name] ?? null) !== null ? toFinding([...path, String(index), name], message) : [],
    ),
  );
}

function findSecondInstructions(
  { instructions }: { readonly instructions?: string | undefined },
  second: StoredText | undefined,
): readonly Finding[] {
  return instructions === undefined || second === undefined
    ? []
    : [toFinding(['session', 'instructions'], `stands in ${second.key} too: keep one of the two`)];
}

function toFinding(path: readonly string[], message: string): Finding {
  return { pointer: toPointer(path), message, unknownMember: false };
}
