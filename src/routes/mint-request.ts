/** What a caller asks for, read against the profile that they ask it of. */
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod/mini';
import { type BodyError, readJsonBody, toBodyError } from '../http/body.ts';
import { isJsonObject } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { validate } from '../lib/validation.ts';
import { chooseProfile, type Permissions, type ProfileError } from '../profiles/choose-profile.ts';
import { type Grant, narrow } from '../profiles/grant.ts';
import type { Profile, Profiles } from '../profiles/profile.ts';
import { mintRequestSchema } from './mint-contract.ts';

export interface MintRequest {
  readonly profile: Profile;
  /** Apart from the profile, which is known also where the rest is refused: the log tells it. */
  readonly grant: Result<Grant, BodyError>;
}

export async function readMintRequest(
  request: HttpRequest,
  profiles: Profiles,
  caller: Permissions,
): Promise<Result<MintRequest, BodyError | ProfileError>> {
  const json = await readJsonBody(request, z.unknown());
  if (!json.ok) return json;
  const profile = chooseProfile(profiles, profileNameIn(json.value), caller);
  return profile.ok ? ok({ profile: profile.value, grant: readGrant(profile.value, json.value) }) : profile;
}

/** Every member that is not permitted is named at once, wherever it stands. */
function readGrant(profile: Profile, body: unknown): Result<Grant, BodyError> {
  const read = validate(mintRequestSchema, body);
  const session = isJsonObject(body) && isJsonObject(body['session']) ? body['session'] : undefined;
  const seconds = read.ok ? read.value.expires_after?.seconds : undefined;
  const grant = narrow(profile, { seconds, session });
  const findings = [...(read.ok ? [] : read.error), ...(grant.ok ? [] : grant.error)];
  return grant.ok && findings.length === 0 ? grant : err(toBodyError(findings));
}

/** A name that is no text is refused with the rest of the body, by the schema. */
function profileNameIn(body: unknown): string | undefined {
  return isJsonObject(body) && typeof body['profile'] === 'string' ? body['profile'] : undefined;
}
