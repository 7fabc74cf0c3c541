/**
 * The browser's `fetch`, of which each round trip is shown at the stage that it belongs to. What may be shown of it is
 * made here, next to the secret, so that nothing secret goes further.
 */
import type { CallPorts } from './ports.ts';
import { redactBody, redactHeader, redactText } from './redact-value.ts';
import type { HeaderList, StageId } from './stage.ts';
import type { StageTeller } from './stage-teller.ts';
import { takesOffer } from './takes-offer.ts';

type Fetch = CallPorts['fetch'];

/** @param onAnswer is told of each answer that was read, for the facts in it. */
export function withTrace(
  fetch: Fetch,
  teller: (stage: StageId) => StageTeller,
  onAnswer: (stage: StageId, answer: Response, body: string) => void,
): Fetch {
  return async (url, init) => {
    const stage = stageOf(url, init);
    if (stage === undefined) return fetch(url, init);
    const { method = 'GET', headers, body } = init;
    const asked = {
      method,
      url: redactText(url),
      requestHeaders: toShown(new Headers(headers)),
      requestBody: redactBody(typeof body === 'string' ? body : ''),
    };
    try {
      const answer = await fetch(url, init);
      const text = await answer.clone().text();
      const shown = { status: answer.status, headers: toShown(answer.headers), body: redactBody(text) };
      teller(stage).exchange({ ...asked, answer: shown });
      onAnswer(stage, answer, text);
      return answer;
    } catch (cause) {
      teller(stage).exchange(asked);
      throw cause;
    }
  };
}

/** `undefined` for what only looks whether a server is there. */
function stageOf(url: string, { mode }: RequestInit): StageId | undefined {
  if (mode === 'no-cors') return undefined;
  if (url.endsWith('/client_secrets')) return 'mint';
  if (url.endsWith('/hangup')) return 'hang-up';
  return takesOffer(url) ? 'calls' : 'token';
}

function toShown(headers: Headers): HeaderList {
  return [...headers].map(([name, value]) => [name, redactHeader(name, value)] as const);
}
