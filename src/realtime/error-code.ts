/** What is kept of an error's code. Azure writes an identifier there, or a sentence with the name of somebody's tenant in it. */

const IDENTIFIER = /^[\w.-]{1,64}$/;
const GUID = /[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}/gi;
/**
 * A word that names a kind: letters, and no more than the longest of Azure's own, or a status. What has other signs may
 * be an address, an id or a quoted name, and is left out whole.
 */
const PLAIN_WORD = /^[a-z]{1,24}$|^\d{1,3}$/;
/** The longest code that was reported has 54 characters; a text goes on and on. */
const MAX_SLUG = 64;

/** `DeploymentNotFound` as it is; `Tenant provided in token …` as `tenant-provided-in-token-…`; of a text its first words. */
export function toIdentifier(code: string): string | undefined {
  const anonymous = code.replace(GUID, '');
  if (IDENTIFIER.test(anonymous)) return anonymous;
  const words = anonymous
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/[.,:;!?]+$/, ''))
    .filter((word) => PLAIN_WORD.test(word));
  const slug = words.join('-').slice(0, MAX_SLUG).replace(/-+$/, '');
  return slug === '' ? undefined : slug;
}
