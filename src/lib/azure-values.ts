/** Bounds and alphabets of what Azure takes, where more than one part checks them. */

/** Azure's two voice APIs: Realtime, and GPT-Live. */
export type Api = 'realtime' | 'live';

/** Bounds of `expires_after.seconds` in OpenAI's specification of the client secret. */
export const MIN_SECRET_SECONDS = 10;
export const MAX_SECRET_SECONDS = 7_200;

/** Azure's own end of a call (docs/azure.md). */
export const MAX_CALL_MINUTES = 60;

export const DEPLOYMENT_NAME = /^[\w.-]{1,64}$/;
/** Ours: in settings, in the log and in telemetry. */
export const TARGET_NAME = /^[a-z0-9-]{1,40}$/;
export const NOT_A_TARGET_NAME = 'must be a name of a-z, 0-9 and -, at most 40 of them';
export const NOT_A_DEPLOYMENT_NAME = 'must be the name of a deployment: letters, digits, - _ .';

/**
 * One scope as RFC 6749 section 3.3 has it: it goes into a challenge between quotes, and has neither a quote nor a
 * backslash. The roles and scopes that Entra takes are among these.
 */
export const PERMISSION_NAME = /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/;
export const NOT_A_PERMISSION_NAME = 'must be the short name, such as Realtime.Connect';
