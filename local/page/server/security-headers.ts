/**
 * What the playground's page may do. It shows what servers answered, so nothing of it may ever run: no inline script or
 * style, no other source, and a DOM that takes no text as markup.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  // This machine, and whatever endpoint a person types in; never another one over plain http.
  "connect-src 'self' http://localhost:* http://127.0.0.1:* https:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'permissions-policy': 'microphone=(self), camera=(), geolocation=(), display-capture=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  // The next start may have another page on the same port.
  'cache-control': 'no-store',
};
