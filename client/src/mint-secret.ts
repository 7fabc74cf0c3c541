/** A client secret from the endpoint, for the direct way. It is used once and kept nowhere. */
import { err, ok, type Result } from '../../src/lib/result.ts';
import { ask, readObject } from './ask.ts';
import { browserError, type CallError } from './call-error.ts';
import type { OfferContext } from './place-offer.ts';
import { toMissing, toProblem } from './refusal.ts';

export interface Minted {
  readonly secret: string;
  /** Where offers go with it. */
  readonly url: string;
  readonly model: string | undefined;
}

const LIMIT_MS = 15_000;

export function mintSecret({
  ports,
  options,
  tokens,
  signal,
}: Omit<OfferContext, 'during'>): Promise<Result<Minted, CallError>> {
  const { endpoint, profile, variables } = options;
  return tokens.spend(async (token) => {
    const answer = await ask(
      ports,
      {
        method: 'POST',
        url: `${endpoint}/realtime/client_secrets`,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ profile, variables }),
        limitMs: LIMIT_MS,
      },
      signal,
    );
    if (!answer.ok) return err(toMissing('endpoint', answer.error));
    if (!answer.value.isOk) return err(toProblem(endpoint, answer.value));
    const { value, url, model } = readObject(answer.value.body);
    if (typeof value !== 'string' || typeof url !== 'string') return err(browserError('answer_unreadable'));
    return ok({ secret: value, url, model: typeof model === 'string' ? model : undefined });
  });
}
