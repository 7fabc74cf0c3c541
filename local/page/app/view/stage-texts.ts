/** What each stage is called, and what it is, for somebody who has never seen one. */
import type { StageId } from '../call/stage.ts';

interface StageText {
  readonly name: string;
  /** Shown until there is something to tell. */
  readonly short: string;
  readonly about: string;
}

export const STAGE_TEXTS: Readonly<Record<StageId, StageText>> = {
  token: {
    name: 'Caller’s token',
    short: 'Who is calling?',
    about:
      'The page gets an access token of the person who uses it. Here the emulated issuer signs one; in an application your sign-in does.',
  },
  mint: {
    name: 'Client secret',
    short: 'The endpoint mints one for this caller',
    about:
      'The endpoint verifies the token, looks up what this caller may have, asks Azure with its managed identity, and answers with a client secret (ek_…) that lives for a minute. The page never holds a key.',
  },
  microphone: {
    name: 'Microphone',
    short: 'The browser asks you for it',
    about: 'The browser asks once and then opens the microphone. Nothing is recorded.',
  },
  offer: {
    name: 'Offer',
    short: 'What this browser can send',
    about:
      'The browser describes itself in SDP: its codecs, the sound that it sends, the data channel that it wants. The secret parts of it are not shown.',
  },
  calls: {
    name: 'Call',
    short: 'An offer goes, an answer comes',
    about:
      'One POST starts the call. On the direct way it goes to Azure with the client secret; on the relay’s it goes to the endpoint with your own token.',
  },
  ice: {
    name: 'Connection',
    short: 'ICE finds a path, DTLS encrypts it',
    about:
      'Both sides try pairs of addresses until packets pass (ICE), then agree on keys (DTLS). Azure’s addresses take UDP and TCP on port 3478; there is no relay in between.',
  },
  channel: {
    name: 'Data channel',
    short: 'Events beside the sound',
    about: 'A channel for events in JSON, in both directions: what the service hears, what it answers, what you type.',
  },
  'first-audio': {
    name: 'First sound',
    short: 'Until the answer is heard',
    about: 'From the open line to the first sound of an answer. It waits for you to say something.',
  },
  speaking: {
    name: 'Conversation',
    short: 'You speak, it answers',
    about:
      'The service hears when you begin and when you stop, and answers. GPT-Live listens and talks at the same time. A call lasts an hour at the most, and less where the endpoint says so.',
  },
  'hang-up': {
    name: 'Hang-up',
    short: 'The line and the microphone close',
    about:
      'The page closes the connection and lets the microphone go. Of a relayed call it tells the endpoint, which ends it at Azure too.',
  },
};
