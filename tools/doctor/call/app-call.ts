/** A call through the app, as its own pages make one, with the person's own token for it. */
import type { TokenCredential } from '@azure/identity';
import type { CallerRule } from '../../../src/auth/settings.ts';
import { UPSTREAM_ENTRIES } from '../../../src/diagnosis/recognise.ts';
import { parseJson, valueAt } from '../../../src/lib/json.ts';
import { isCallId } from '../../../src/realtime/calls.ts';
import type { RealtimeEndpoint } from '../../../src/realtime/endpoint.ts';
import { personTokenFor } from '../callers/person-token.ts';
import { fillAdvice } from '../checks/fill-advice.ts';
import type { Facts } from '../facts/facts.ts';
import { createPersonsControl } from '../facts/hang-up-facts.ts';
import { type Look, look } from '../look.ts';
import { fail, fine, type Mend, skipped, type Verdict } from '../verdict.ts';
import { SILENT_OFFER } from '../verify/silent-offer.ts';
import { LASTS, probeCall } from './call-end.ts';
import type { CallWay } from './step.ts';

export interface AppTarget {
  readonly appUrl: string;
  readonly rules: readonly CallerRule[];
  /** Where the app makes its calls, and of which token: for the probe alone. */
  readonly endpoint: RealtimeEndpoint;
  readonly scope: string;
}

interface AppAnswer {
  readonly status: number;
  readonly location: string;
  readonly text: string;
}

const PATH = '/api/realtime/calls';

export function callThroughApp(facts: Facts, credential: TokenCredential, target: AppTarget): CallWay {
  const { appUrl, rules, endpoint, scope } = target;
  const control = createPersonsControl(scope, credential, facts.fetch);

  async function post(path: string, token: string, body: string): Promise<Look<AppAnswer>> {
    return look(appUrl, async (signal) => {
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/sdp' };
      const response = await facts.fetch(appUrl + path, { method: 'POST', redirect: 'manual', headers, body, signal });
      return { status: response.status, location: response.headers.get('location') ?? '', text: await response.text() };
    });
  }

  return {
    names: ['token', 'offer', 'probe', 'hang-up'],
    to: 'the app and its deployment',
    requests: 4,
    async begin(told) {
      const token = await personTokenFor(rules, credential);
      told({ name: 'token', verdict: token.seen ? fine('You have a token for the app.') : skipped(token.because) });
      if (!token.seen) return undefined;
      const answered = await post(PATH, token.value, SILENT_OFFER);
      told({
        name: 'offer',
        verdict: answered.seen ? await judgeOffer(facts, answered.value) : skipped(answered.because),
      });
      return answered.seen ? idOf(answered.value) : undefined;
    },
    probe: (callId) => probeCall(control, { origin: endpoint.origin, callId }),
    async hangUp(callId) {
      const token = await personTokenFor(rules, credential);
      if (!token.seen) return skipped(token.because);
      const answered = await post(`${PATH}/${callId}/hangup`, token.value, '');
      return answered.seen ? judgeHangUp(facts, answered.value) : skipped(answered.because);
    },
  };
}

function idOf({ status, location }: AppAnswer): string | undefined {
  const id = location.split('/').at(-1) ?? '';
  return status === 201 && isCallId(id) ? id : undefined;
}

async function judgeOffer(facts: Facts, answer: AppAnswer): Promise<Verdict> {
  if (idOf(answer) !== undefined) return fine('The app answers 201 with SDP, and Location names the call.');
  if (answer.status === 201) return fail('The app answers 201, but no Location names the call.', { say: LASTS });
  return explain(facts, 'The app refuses the offer', answer);
}

async function judgeHangUp(facts: Facts, answer: AppAnswer): Promise<Verdict> {
  if (answer.status === 200) return fine('The app answers the hang-up with 200: Azure has ended the call.');
  if (answer.status !== 202) return explain(facts, 'The app refuses the hang-up', answer);
  return fail('The app answers the hang-up with 202: it has written it down, and Azure has not confirmed it.', {
    say: `Each sweep asks again. --only calls.hangup says whether Azure lets the app: docs/operations.md#hang-up-is-forbidden. ${LASTS}`,
  });
}

/** By the problem's code, and by the entry of the catalogue that it names. */
async function explain(facts: Facts, start: string, { status, text }: AppAnswer): Promise<Verdict> {
  const problem = parseJson(text);
  const [code, diagnosis] = ['code', 'diagnosis'].map((name) => wordIn(valueAt(problem, [name])));
  const entry = UPSTREAM_ENTRIES.find(({ id }) => id === diagnosis);
  const say = `${start}: ${[String(status), code].filter(Boolean).join(' ')}.${entry ? ` ${entry.title}.` : ''}`;
  if (code === undefined)
    return fail(say, { say: 'An answer without a code of the app comes from something else. See app.health.' });
  const [cause] = entry?.causes ?? [];
  if (!entry || !cause)
    return fail(say, { say: `docs/errors.md#${code.replaceAll('_', '-')} says what the code means.` });
  const advice: Mend = await fillAdvice(facts, cause.fix, `docs/troubleshooting.md#${entry.id}`);
  return fail(say, { ...advice, say: [cause.cause, advice.say].filter((part) => part !== undefined).join(' ') });
}

/** Of bounded length and alphabet, because it is printed. */
function wordIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z_-]{1,40}$/.test(value) ? value : undefined;
}
