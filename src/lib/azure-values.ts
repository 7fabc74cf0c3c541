/** Bounds and alphabets of what Azure takes, where more than one part checks them. */

/** Bounds of `expires_after.seconds` in OpenAI's specification of the client secret. */
export const MIN_SECRET_SECONDS = 10;
export const MAX_SECRET_SECONDS = 7_200;

export const DEPLOYMENT_NAME = /^[\w.-]{1,64}$/;
export const NOT_A_DEPLOYMENT_NAME = 'must be the name of a deployment: letters, digits, - _ .';

/** A scope's or role's short name. It goes into a challenge between quotes, so it has none. */
export const PERMISSION_NAME = /^[\w.:-]{1,120}$/;
export const NOT_A_PERMISSION_NAME = 'must be the short name, such as Realtime.Connect';
