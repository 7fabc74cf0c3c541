/** What `/calls` says to a page, and to what is no call. No media flows: the offer is one that cannot be taken. */
import { type Experiment, OTHER, settled, unsettled } from './experiment.ts';
import type { Lab, LabAnswer } from './lab.ts';

const PLAIN = ['authorization', 'content-type'];
const SDK_HEADER = 'x-openai-agents-sdk';
/** Nobody sends it: who allows it too allows whatever is asked for. */
const STRANGE_HEADER = 'x-verify-never-listed';

/** The wordings that were reported, and the emulated Azure's own. */
const REFUSALS: readonly (readonly [value: string, words: RegExp])[] = [
  ['ephemeral-required', /session ephemeral token is required/i],
  ['ephemeral-tokens', /requires ephemeral tokens for authentication/i],
  ['ephemeral-authentication', /requires ephemeral authentication/i],
  ['secret-refused', /client secret has expired, or is of another resource/i],
];

function wordingOf({ message }: LabAnswer): string {
  return REFUSALS.find(([, words]) => words.test(message))?.[0] ?? OTHER;
}

function words(lab: Lab, answer: LabAnswer): string {
  return [lab.describe(answer), lab.disclosure.word(answer.message)].filter((part) => part !== undefined).join(', ');
}

export const CALL_EXPERIMENTS: readonly Experiment[] = [
  {
    id: 'calls-preflight',
    question: 'Which request headers does the preflight of `/calls` allow?',
    requests: 1,
    assumes: { value: 'fixed', switch: 'calls.preflight' },
    async run(lab) {
      const answer = await lab.preflight([...PLAIN, SDK_HEADER, STRANGE_HEADER]);
      const listed = (answer.headers.get('access-control-allow-headers') ?? '').toLowerCase().split(/\s*,\s*/);
      const names = listed.flatMap((name) => lab.disclosure.word(name) ?? []).join(', ');
      if (answer.status >= 300 || !PLAIN.every((name) => listed.includes(name))) {
        return settled('refused', String(answer.status), names || undefined);
      }
      if (listed.includes(STRANGE_HEADER) || listed.includes('*')) return settled('echo', names);
      return settled(listed.includes(SDK_HEADER) ? OTHER : 'fixed', names);
    },
  },
  {
    id: 'calls-credential',
    question: 'How does `/calls` refuse an Entra token?',
    requests: 1,
    assumes: { value: 'ephemeral-required', switch: 'calls.credentialRefusal' },
    async run(lab) {
      const answer = await lab.offer({ credential: 'entra-token' });
      return answer ? settled(wordingOf(answer), words(lab, answer)) : unsettled('there was no token');
    },
  },
  {
    id: 'calls-secret',
    question: 'How does `/calls` refuse a client secret that it does not know?',
    requests: 1,
    assumes: { value: 'secret-refused', switch: 'calls.secretRefusal' },
    async run(lab) {
      const answer = await lab.offer({ credential: 'unknown-secret' });
      return answer ? settled(wordingOf(answer), words(lab, answer)) : unsettled('nothing was asked');
    },
  },
  {
    id: 'calls-error-cors',
    question: 'May a page read an error of `/calls`?',
    requests: 1,
    assumes: { value: 'on', switch: 'calls.errorCors' },
    async run(lab) {
      const answer = await lab.offer({ credential: 'entra-token' });
      if (!answer || answer.status < 400) return unsettled('nothing was refused');
      return settled(answer.headers.has('access-control-allow-origin') ? 'on' : 'off', String(answer.status));
    },
  },
  {
    id: 'calls-filter',
    question: 'Does Azure answer an offer with `webrtcfilter=on` like one without?',
    requests: 4,
    assumes: { value: 'the same' },
    async run(lab) {
      const plain = await lab.offer({ credential: 'client-secret' });
      const filtered = await lab.offer({ credential: 'client-secret', query: 'webrtcfilter=on' });
      if (!plain || !filtered) return unsettled('there was no secret for an offer');
      const [one, other] = [words(lab, plain), words(lab, filtered)];
      return settled(one === other ? 'the same' : 'another', `without: ${one}`, `with: ${other}`);
    },
  },
];
