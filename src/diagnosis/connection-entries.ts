/** What a page sees of its way to this endpoint, to Azure and to the media, and no HTTP answer says. */
import type { BrowserEntry } from './catalogue-entry.ts';
import { ALLOW_ORIGIN, USE_RELAY } from './fixes.ts';

export const CONNECTION_ENTRIES: readonly BrowserEntry[] = [
  {
    id: 'endpoint-unreachable',
    title: 'This endpoint does not answer',
    seenAs: ['TypeError: Failed to fetch', 'net::ERR_CONNECTION_REFUSED', 'net::ERR_NAME_NOT_RESOLVED'],
    states: ['endpoint_unreachable'],
    causes: [
      {
        id: 'not-running',
        cause: 'It does not run, or it has another address.',
        check: { run: 'curl -i $API/healthz' },
        fix: { say: 'Start it, or correct the address.' },
      },
      {
        id: 'offline',
        cause: 'This machine has no network, or something on the way keeps the two apart.',
        check: { say: 'navigator.onLine, and another site.' },
        fix: { say: 'Fix the network.' },
      },
    ],
    source: 'WHATWG Fetch',
    confidence: 'documented',
  },
  {
    id: 'endpoint-origin-refused',
    title: 'This endpoint does not let this page’s origin read its answers',
    seenAs: [
      "Access to fetch at '…/api/realtime/client_secrets' from origin '…' has been blocked by CORS policy: Response to preflight request doesn't pass access control check",
    ],
    states: ['endpoint_origin_refused'],
    causes: [
      {
        id: 'origin-missing',
        cause: 'realtime:cors:origins does not have exactly the page’s origin: scheme, host and port.',
        check: { run: 'az appconfig kv show --endpoint $STORE --auth-mode login --key realtime:cors:origins' },
        fix: ALLOW_ORIGIN,
      },
      {
        id: 'wrong-address',
        cause:
          'The base URL is wrong. For a path that this endpoint does not have, and from another server, the answer has no CORS headers.',
        check: { run: 'curl -i $API/healthz', say: 'Is it 200? Use the same base URL as the page.' },
        fix: { say: 'Correct the base URL: https://$FN.azurewebsites.net/api, without a route after it.' },
      },
      {
        id: 'not-configured',
        cause: 'The endpoint is not configured: its 503 carries no CORS headers, because it knows no origin.',
        check: { run: 'curl -i $API/readyz' },
        fix: { say: 'Fix what readyz names.' },
      },
      {
        id: 'platform-cors',
        cause:
          'CORS is configured on the function app as well, and the platform answers preflights before the app does.',
        check: { run: 'az functionapp cors show -g $RG -n $FN' },
        fix: { run: 'az functionapp cors remove -g $RG -n $FN --allowed-origins $EACH' },
      },
    ],
    source: 'WHATWG Fetch; azure-functions-host#5200',
    confidence: 'documented',
  },
  {
    id: 'azure-unreachable-from-page',
    title: 'Azure OpenAI does not answer the page',
    seenAs: ['TypeError: Failed to fetch, at the offer'],
    states: ['azure_unreachable'],
    causes: [
      {
        id: 'private-network',
        cause: 'The account allows only chosen networks. The endpoint is in one of them, and this browser is not.',
        check: {
          run: 'curl -i https://$SUBDOMAIN.openai.azure.com/openai/v1/realtime/calls',
          say: 'From this machine.',
        },
        fix: USE_RELAY,
      },
      {
        id: 'blocked-host',
        cause: 'A proxy or a content blocker keeps the browser from the host.',
        check: { say: 'The same page without extensions, in another network.' },
        fix: USE_RELAY,
      },
    ],
    source: 'none',
    confidence: 'inferred',
  },
  {
    id: 'azure-preflight-refused',
    title: 'Azure’s CORS refuses a header that the page sends with its offer',
    seenAs: [
      "Access to fetch at '…/openai/v1/realtime/calls' has been blocked by CORS policy: Request header field x-openai-agents-sdk is not allowed by Access-Control-Allow-Headers in preflight response.",
    ],
    states: ['azure_preflight_refused'],
    causes: [
      {
        id: 'sdk-header',
        cause:
          'A client adds a header to the offer: the Agents SDK X-OpenAI-Agents-SDK, openai-node x-stainless-*. People report that Azure allows authorization and content-type.',
        check: { say: 'Access-Control-Request-Headers of the preflight in the browser’s network log.' },
        fix: USE_RELAY,
      },
    ],
    source: 'public probe note of 2026-06-10; nobody verified whether the list is fixed',
    confidence: 'reported',
  },
  {
    id: 'error-taken-for-sdp',
    title: 'The page gave an error’s text to setRemoteDescription',
    seenAs: ["Failed to execute 'setRemoteDescription' on 'RTCPeerConnection': Failed to parse SessionDescription."],
    states: ['answer_not_sdp'],
    causes: [
      {
        id: 'unchecked-answer',
        cause: 'The answer to the offer was no success, and the page did not look at its status.',
        check: { say: 'Look at the answer’s status and body in the browser’s network log. The body has the reason.' },
        fix: { say: 'if (!answer.ok) throw new Error((await answer.json()).error?.message ?? answer.status);' },
      },
    ],
    source: 'openai/openai-agents-js#544',
    confidence: 'reported',
  },
  {
    id: 'media-blocked',
    title: 'Azure accepted the call, and the browser found no media path to it',
    seenAs: ['201 from /realtime/calls, then iceConnectionState failed'],
    states: ['ice_failed'],
    causes: [
      {
        id: 'port-blocked',
        cause:
          'The network lets nothing out to port 3478. Azure’s answer has only that port, over UDP and TCP, and no TURN.',
        check: { say: 'The addresses of the a=candidate lines of the answer; does the call work in another network?' },
        fix: { say: 'Allow UDP and TCP 3478 outbound to them.' },
      },
      {
        id: 'vpn-or-policy',
        cause: 'A VPN, a policy or an extension keeps WebRTC from the network.',
        check: { say: 'chrome://webrtc-internals shows the pairs that were tried.' },
        fix: { say: 'Try without it.' },
      },
    ],
    source: 'pydantic/pydantic-ai, recorded answer of 2026-07-24',
    confidence: 'inferred',
  },
  {
    id: 'silent-answer',
    title: 'The call is up, and the user hears nothing',
    seenAs: ['Connected, response.done comes, no sound'],
    states: ['no_audio_back'],
    causes: [
      {
        id: 'autoplay',
        cause: 'The browser plays no sound until the user has clicked or typed on the page.',
        check: { say: 'The audio element is paused, or its play() rejects with NotAllowedError.' },
        fix: { say: 'Start the call from a click, or call play() in one.' },
      },
      {
        id: 'text-only',
        cause: 'The session’s output_modalities is text.',
        check: { say: 'session.created in the event log.' },
        fix: { say: 'Set output_modalities to audio in the profile.' },
      },
      {
        id: 'no-packets',
        cause: 'No audio arrives.',
        check: { say: 'packetsReceived of inbound-rtp in getStats().' },
        fix: { say: 'Hang up and call again. If it happens again, report it with the time and the sess_ id.' },
      },
    ],
    source: 'W3C Media Capture and Streams, WebRTC',
    confidence: 'inferred',
  },
  {
    id: 'filter-hides-events',
    title: 'The filter hides the events that this page waits for',
    seenAs: [
      'The Agents SDK connects after exactly five seconds, and its tools are never called',
      'response.* events never come, and a display of who speaks never changes',
    ],
    states: ['session_update_unanswered'],
    causes: [
      {
        id: 'filter-on',
        cause:
          'The call has webrtcfilter=on. Only eleven events reach the page; session.updated, error, response.done and tool calls do not.',
        check: { say: 'Does the profile have "filter": true, or the page’s address webrtcfilter=on?' },
        fix: {
          say: 'If the page needs tools or the Agents SDK, do without the filter. Otherwise read who speaks from output_audio_buffer.started and .stopped.',
        },
      },
    ],
    source: 'Azure OpenAI WebRTC page; measured with @openai/agents-realtime 0.20.0',
    confidence: 'documented',
  },
];
