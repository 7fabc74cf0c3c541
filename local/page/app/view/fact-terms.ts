/** What the facts of a stage are called by those who make browsers, explained for everybody else. */

const CANDIDATE =
  'An address at which that side can be reached. “host” is an address of its own, “srflx” and “prflx” are how others see it.';

const FACT_TERMS: Readonly<Record<string, string>> = {
  SDP: 'Session Description Protocol: the text in which each side says what it can send and receive.',
  Codecs: 'How the sound can be coded. Both sides take the first that both know.',
  Candidates: 'Addresses at which that side can be reached. Each side tries pairs of them until packets pass.',
  'This page': CANDIDATE,
  'The service': CANDIDATE,
  DTLS: 'Datagram TLS: how both sides agree on the keys that encrypt sound and events.',
  'Closed because': 'The reason that GPT-Live gives at the end of a session.',
  'Seconds used': 'What GPT-Live counts for the session: by the clock, silence included.',
  'DTLS role': 'Which side begins to agree on keys: “active” does, “passive” waits, “actpass” leaves it to the other.',
};

/** `undefined` where the name says it all. */
export function findFactTerm(name: string): string | undefined {
  return Object.hasOwn(FACT_TERMS, name) ? FACT_TERMS[name] : undefined;
}
