/** A mint's body against the schema. */
import { findInvalid, type InvalidBody, NOT_JSON } from './invalid-body.ts';
import { type MintBody, mintBody } from './session-schema.ts';

const INVALID_SESSION_TYPE: InvalidBody = {
  code: 'invalid_session_type',
  param: 'session.type',
  message: "Missing required parameter: 'session.type'.",
};

export function validateMint(input: unknown): { readonly body: MintBody } | { readonly invalid: InvalidBody } {
  if (input === undefined) return { invalid: NOT_JSON };
  const parsed = mintBody.safeParse(input, { reportInput: true });
  if (parsed.success) return { body: parsed.data };
  const invalid = findInvalid(parsed.error, input);
  const { param, code } = invalid;
  // The mint has a code of its own for whatever is wrong with the type, and for a session that is not there.
  const isOfType = param === 'session.type' || (param === 'session' && code === 'missing_required_parameter');
  return { invalid: isOfType ? INVALID_SESSION_TYPE : invalid };
}
