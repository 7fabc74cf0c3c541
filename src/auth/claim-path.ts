/** Where in a token a rule looks for what it asks for. */
import * as z from 'zod/mini';

/** Names of members, from the outermost on. */
export type ClaimPath = readonly string[];

/**
 * A text that begins with a slash is a JSON pointer (RFC 6901 section 3), one with `://` is the name of a single claim,
 * and in any other a dot parts the names.
 */
function namesIn(text: string): ClaimPath {
  if (!text.startsWith('/')) return text.includes('://') ? [text] : text.split('.');
  // A tilde that begins no escape makes an empty name, which is refused.
  const read = (name: string) => (/~(?![01])/.test(name) ? '' : name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return text.slice(1).split('/').map(read);
}

/** Names that end so, also in a claim that is a URL: Supabase’s and Auth0’s user_metadata, Clerk’s unsafe_metadata. */
const USERS_OWN = /(?:(?:user|unsafe)_?meta_?data|^identities|^sign_in_attributes)$/i;
/**
 * What people say of themselves (OpenID Connect Core section 5.1), the name that they sign up under, and Cognito’s
 * attributes, which its clients may write unless they are told otherwise.
 */
const PROFILE =
  /^(?:custom:.*|(?:given_|middle_|family_|nick|preferred_user|cognito:user|user|unique_)?name|profile|picture|website|email|gender|birthdate|zoneinfo|phone_number|address|locale)$/;

/** The first name on the path below which a person writes: whoever could write a role would give it to themselves. */
function ownNameIn(path: ClaimPath): string | undefined {
  return path.find((name, index) => USERS_OWN.test(name) || (index === 0 && PROFILE.test(name)));
}

export const claimPath = z.pipe(
  z.string().check(
    z.refine((text: string) => !namesIn(text).includes(''), 'must be the path of a claim, such as a.b or /a.b/c'),
    z.refine((text: string) => ownNameIn(namesIn(text)) === undefined, {
      error: ({ input }) => `leads to ${ownNameIn(namesIn(String(input)))}, which users can write themselves`,
    }),
  ),
  z.transform(namesIn),
);
