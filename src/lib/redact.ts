/**
 * The last door before anything is written: nothing that looks like a secret passes. It is a safety net and not the
 * rule; the rule is that a secret lives in one variable for one purpose and is never handed to a log.
 */
export const SECRETS: readonly RegExp[] = [
  // Client secrets.
  /ek_[A-Za-z0-9_-]+/g,
  // JSON Web Tokens, signed or not: base64url of `{"` begins with eyJ.
  /eyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){0,2}/g,
  // Credentials of any other form, as they stand in a header (RFC 6750 section 2.1).
  /(?<=\bbearer )[A-Za-z0-9._~+/=-]{8,}/gi,
  // SDP passwords (RFC 8839 section 5.4) and fingerprints of certificates (RFC 8122 section 5).
  /a=ice-pwd:[^\s"\\]+/g,
  /a=fingerprint:[^\s"\\]+(?: [0-9A-F:]+)?/gi,
];

/** How each of them begins. Nearly every line has none of it, and one look costs a ninth of five replacements. */
const BEGINNINGS = /ek_|eyJ|bearer |a=ice-pwd:|a=fingerprint:/i;

export function redact(text: string): string {
  if (!BEGINNINGS.test(text)) return text;
  return SECRETS.reduce((rest, secret) => rest.replace(secret, '[redacted]'), text);
}
