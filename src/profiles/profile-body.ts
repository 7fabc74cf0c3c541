/** The parsed JSON of one profile against everything that must be true of it. */
import type * as z from 'zod/mini';
import { isJsonObject, type JsonObject } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type Finding, toPointer, validate } from '../lib/validation.ts';
import { checkSession } from './check-session.ts';
import { checkChoices, toChoices } from './choices.ts';
import type { Profile, Requirement, StoredText } from './profile.ts';
import { profileSchema, requirementSchema } from './profile-schema.ts';
import { type KnownTargets, toServedAt } from './served-at.ts';
import type { Session } from './session-schema.ts';
import { checkVariables, toVariables } from './variables.ts';

type NamedDefaults = Pick<Profile, 'name' | 'secretSeconds'> & KnownTargets & { readonly relayOnly: boolean };

const UNCOUNTED =
  'must be false or left out: nobody ends or counts a call that a page makes with a secret, and the profile has `maxMinutes`, or realtime:quota a policy of minutes';

/** Pointers are into the profile. */
export function readProfileBody(
  json: JsonObject,
  instructions: StoredText | undefined,
  { name, ...defaults }: NamedDefaults,
): Result<Profile, readonly Finding[]> {
  const shape = validate(profileSchema, json);
  const { session: given = { type: 'realtime' } } = json;
  // Of another type it is in the shape's findings.
  const session = checkSession(isJsonObject(given) ? given : { type: 'realtime' });
  if (!shape.ok || !session.ok) {
    const ofSession = session.ok ? [] : session.error;
    const inSession = ofSession.map((found) => ({ ...found, pointer: `/session${found.pointer}` }));
    return err([...(shape.ok ? [] : shape.error), ...inSession]);
  }

  const { secretSeconds, requires, maxMinutes, filter = false } = shape.value;
  const { servedAt, findings: ofTargets } = toServedAt(shape.value, defaults);
  const { direct, findings: ofDirect } = readDirect(shape.value, defaults.relayOnly);
  const choices = toChoices(shape.value.choices ?? {});
  const variables = toVariables(shape.value.variables ?? {});
  const whole = withInstructions(session.value, instructions);
  const findings = [
    ...ofDirect,
    ...ofTargets,
    ...findSecondInstructions(session.value, instructions),
    ...(direct || !filter ? findReadableCredentials(session.value) : []),
    ...checkChoices(choices, session.value),
    ...checkVariables(variables, whole.instructions),
  ];
  if (!servedAt || findings.length > 0) return err(findings);
  return ok({
    name,
    servedAt,
    session: whole,
    secretSeconds: secretSeconds ?? defaults.secretSeconds,
    choices,
    variables,
    requires,
    maxMinutes,
    direct,
    filter,
  });
}

function withInstructions(session: Session, instructions: StoredText | undefined): Session {
  return instructions ? { ...session, instructions: instructions.text } : session;
}

/** A call that is ended or counted is the relay's. */
function readDirect({ direct, maxMinutes }: z.infer<typeof profileSchema>, relayOnly: boolean) {
  const isCounted = relayOnly || maxMinutes !== undefined;
  const findings = direct === true && isCounted ? [toFinding(['direct'], UNCOUNTED)] : [];
  return { direct: direct ?? !isCounted, findings };
}

/** `requires` of a profile in which other things may be wrong. */
export function requirementIn(json: unknown): Requirement | undefined {
  const read = isJsonObject(json) ? validate(requirementSchema, json['requires']) : undefined;
  return read?.ok ? read.value : undefined;
}

/** The page would read them in `session.created`, and could then use the MCP server itself. */
function findReadableCredentials({ tools = [] }: Session): readonly Finding[] {
  const message =
    'would be readable by the page in session.created: remove it, or set "direct": false and "filter": true';
  return tools.flatMap((tool, index) => {
    const { authorization = null, headers = null } = tool.type === 'mcp' ? tool : {};
    return Object.entries({ authorization, headers }).flatMap(([name, value]) =>
      value === null ? [] : toFinding(['session', 'tools', String(index), name], message),
    );
  });
}

function findSecondInstructions({ instructions }: Session, second: StoredText | undefined): readonly Finding[] {
  return instructions === undefined || second === undefined
    ? []
    : [toFinding(['session', 'instructions'], `stands in ${second.key} too: keep one of the two`)];
}

function toFinding(path: readonly string[], message: string): Finding {
  return { pointer: toPointer(path), message, unknownMember: false };
}
