/** What keeps a browser from its microphone, or from WebRTC at all. */
import type { BrowserEntry } from './catalogue-entry.ts';

const SPECIFICATION = 'W3C Media Capture and Streams, WebRTC';

export const DEVICE_ENTRIES: readonly BrowserEntry[] = [
  {
    id: 'insecure-context',
    title: 'The browser gives no microphone to a page without https',
    seenAs: ["Cannot read properties of undefined (reading 'getUserMedia')"],
    states: ['insecure_context'],
    causes: [
      {
        id: 'plain-http',
        cause:
          'The page came over http from another host than localhost, so the browser has no navigator.mediaDevices.',
        check: { say: 'window.isSecureContext is false.' },
        fix: { say: 'Serve the page over https; on this machine open it as http://localhost.' },
      },
    ],
    source: `${SPECIFICATION}; W3C Secure Contexts`,
    confidence: 'documented',
  },
  {
    id: 'webrtc-unsupported',
    title: 'This browser has no WebRTC',
    seenAs: ['RTCPeerConnection is not defined'],
    states: ['webrtc_unsupported'],
    causes: [
      {
        id: 'switched-off',
        cause: 'A policy or an extension has switched it off, or the page runs in a web view without it.',
        check: { say: 'Does the page work in another browser?' },
        fix: { say: 'Allow WebRTC, or use another browser.' },
      },
    ],
    source: SPECIFICATION,
    confidence: 'documented',
  },
  {
    id: 'microphone-refused',
    title: 'The browser refused the microphone',
    seenAs: ['NotAllowedError: Permission denied'],
    states: ['microphone_refused'],
    causes: [
      {
        id: 'refused-by-person',
        cause: 'The user answered the prompt with no, now or earlier.',
        check: { say: 'Look at the microphone or camera sign in the address bar.' },
        fix: { say: 'Allow the microphone for this page there, and try again.' },
      },
      {
        id: 'refused-by-system',
        cause: 'The operating system keeps the microphone from the browser.',
        check: { say: 'The system’s privacy settings for the microphone.' },
        fix: { say: 'Allow the browser to use the microphone.' },
      },
      {
        id: 'refused-by-policy',
        cause: 'The page’s frame or its Permissions-Policy header does not allow the microphone.',
        check: { say: 'The Permissions-Policy header of the page, and allow="microphone" of its frame.' },
        fix: { say: 'Add microphone to both.' },
      },
    ],
    source: SPECIFICATION,
    confidence: 'documented',
  },
  {
    id: 'microphone-missing',
    title: 'There is no microphone',
    seenAs: ['NotFoundError: Requested device not found'],
    states: ['microphone_missing'],
    causes: [
      {
        id: 'no-device',
        cause: 'No microphone is connected, or the system has switched it off.',
        check: { say: 'navigator.mediaDevices.enumerateDevices() lists no audioinput.' },
        fix: { say: 'Connect one, or type instead: a call can send text.' },
      },
    ],
    source: SPECIFICATION,
    confidence: 'documented',
  },
  {
    id: 'microphone-busy',
    title: 'The browser cannot open the microphone',
    seenAs: ['NotReadableError: Could not start audio source'],
    states: ['microphone_busy'],
    causes: [
      {
        id: 'used-by-another',
        cause: 'Another program holds it, or its driver failed.',
        check: { say: 'Close meetings and recorders, and try again.' },
        fix: { say: 'Close what uses it, or choose another device in the browser’s settings.' },
      },
    ],
    source: SPECIFICATION,
    confidence: 'documented',
  },
];
