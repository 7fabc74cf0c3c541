/** What goes wrong with the caller, with the call itself, and in the browser. */
import type { Scenario } from './scenario.ts';

const CALLER: readonly Scenario[] = [
  {
    id: 'token-expired',
    title: 'The caller’s token has expired',
    sentence: 'The page kept an access token longer than it is good for.',
    group: 'The caller',
    // 2020-01-01: long before any clock that is only wrong.
    claims: { exp: 1_577_836_800 },
    expects: 'token_invalid',
  },
  {
    id: 'token-audience-wrong',
    title: 'The caller’s token is for another API',
    sentence: 'The page asked for a token of Microsoft Graph and sent it here.',
    group: 'The caller',
    claims: { aud: '00000003-0000-0000-c000-000000000000' },
    expects: 'token_invalid',
  },
  {
    id: 'scope-missing',
    title: 'The caller’s token lacks the scope',
    sentence: 'The token is good, and nobody gave its holder the permission.',
    group: 'The caller',
    claims: { scp: 'profile' },
    expects: 'insufficient_scope',
  },
  {
    id: 'quota-exceeded',
    title: 'The caller’s quota is used up',
    sentence: 'A new caller asks for seven secrets at once; six a minute is what it may have.',
    group: 'The caller',
    mistakes: { mints: 7 },
    way: 'direct',
    expects: 'quota_exceeded',
  },
  {
    id: 'origin-refused',
    title: 'The endpoint does not know this page',
    sentence:
      'The page asks by a method that CORS does not allow; an origin that is not listed looks the same to a browser.',
    group: 'The caller',
    mistakes: { method: 'PUT' },
    way: 'direct',
    expects: 'endpoint-origin-refused',
  },
];

const CALL: readonly Scenario[] = [
  {
    id: 'port-blocked',
    title: 'The network blocks port 3478',
    sentence: 'Azure takes the call, and no packet of sound finds a way. It takes a quarter of a minute to be sure.',
    group: 'The call',
    switches: [{ name: 'calls.media', value: 'blocked' }],
    expects: 'media-blocked',
  },
  {
    id: 'secret-refused',
    title: 'The client secret came too late',
    sentence: 'It lives for a minute, and somebody looked for the button that allows the microphone.',
    group: 'The call',
    switches: [{ name: 'calls.error', value: 'secret-refused' }],
    expects: 'secret-refused',
  },
  {
    id: 'error-taken-for-sdp',
    title: 'An error is taken for an answer',
    sentence: 'The page does not look at response.ok: “Failed to parse SessionDescription”.',
    group: 'The call',
    switches: [{ name: 'calls.error', value: 'secret-refused' }],
    mistakes: { ignoresStatus: true },
    way: 'direct',
    expects: 'error-taken-for-sdp',
  },
  {
    id: 'azure-preflight',
    title: 'Azure’s CORS refuses the page',
    sentence: 'A client adds a header that Azure’s preflight does not allow; the relay does not depend on it.',
    group: 'The call',
    switches: [{ name: 'calls.preflight', value: 'refused' }],
    way: 'direct',
    expects: 'azure-preflight-refused',
  },
  {
    id: 'silent-answer',
    title: 'The answer is silent',
    sentence: 'The call is up and the service says that it speaks. Say something first.',
    group: 'The call',
    switches: [{ name: 'calls.media', value: 'silent' }],
    showsInCall: true,
    expects: 'silent-answer',
  },
  {
    id: 'response-failed',
    title: 'The model fails during the answer',
    sentence: 'The call goes on, and its events tell. Say something first.',
    group: 'The call',
    switches: [{ name: 'calls.response', value: 'failed' }],
    showsInCall: true,
    expects: 'response-failed',
  },
  {
    id: 'call-limit',
    title: 'The call reaches its longest length',
    sentence: 'An hour with Azure; five seconds here.',
    group: 'The call',
    switches: [{ name: 'calls.maxSeconds', value: 5 }],
    showsInCall: true,
    expects: 'call-limit',
  },
];

const BROWSER: readonly Scenario[] = [
  {
    id: 'microphone-refused',
    title: 'The microphone is refused',
    sentence: 'Somebody pressed Block, or a policy did.',
    group: 'The browser',
    simulates: 'microphone_refused',
    expects: 'microphone-refused',
  },
  {
    id: 'microphone-missing',
    title: 'There is no microphone',
    sentence: 'A desktop without one, or a remote session.',
    group: 'The browser',
    simulates: 'microphone_missing',
    expects: 'microphone-missing',
  },
  {
    id: 'microphone-busy',
    title: 'Another program has the microphone',
    sentence: 'On Windows a call in another program can hold it.',
    group: 'The browser',
    simulates: 'microphone_busy',
    expects: 'microphone-busy',
  },
  {
    id: 'insecure-context',
    title: 'The page came over plain http',
    sentence: 'From another machine and without TLS, where a browser gives no microphone.',
    group: 'The browser',
    simulates: 'insecure_context',
    expects: 'insecure-context',
  },
  {
    id: 'webrtc-unsupported',
    title: 'The browser has no WebRTC',
    sentence: 'A hardened browser, or an extension that hides addresses.',
    group: 'The browser',
    simulates: 'webrtc_unsupported',
    expects: 'webrtc-unsupported',
  },
];

export const CALL_SCENARIOS: readonly Scenario[] = [...CALLER, ...CALL, ...BROWSER];
