/** A client secret from our endpoint. It is returned to the flow and shown to nobody. */
import { err, ok, type Result } from '../../../../src/lib/result.ts';
import { readObject, toMissingAnswer, toProblemFailure } from './endpoint-failure.ts';
import { browserFailure, type Failure } from './failure.ts';
import type { CallOptions, CallPorts } from './ports.ts';
import { type Answered, send } from './send.ts';
import type { Fact } from './stage.ts';
import type { StageTeller } from './stage-runner.ts';

export interface Minted {
  readonly secret: string;
  readonly expiresAtEpochSeconds: number;
  /** Azure's `/calls`. */
  readonly callsUrl: string;
}

export type MintOrder = Pick<CallOptions, 'endpoint' | 'profile' | 'mistakes'> & { readonly token: string };

/** A secret that ends sooner is not worth a try: it may be gone when the offer arrives. */
const LEAST_SECONDS = 5;
/** The endpoint gives Azure 8 s; what it does before and after is short. */
const LIMIT_MS = 15_000;

export async function mintSecret(
  ports: CallPorts,
  order: MintOrder,
  tell: StageTeller,
  signal: AbortSignal,
): Promise<Result<Minted, Failure>> {
  let minted = await mintOnce(ports, order, tell, signal);
  for (let more = (order.mistakes.mints ?? 1) - 1; more > 0 && minted.ok; more -= 1) {
    minted = await mintOnce(ports, order, tell, signal);
  }
  return minted;
}

async function mintOnce(
  ports: CallPorts,
  { endpoint, token, profile, mistakes }: MintOrder,
  tell: StageTeller,
  signal: AbortSignal,
): Promise<Result<Minted, Failure>> {
  const answer = await send(
    ports,
    {
      method: mistakes.method ?? 'POST',
      url: `${endpoint}/realtime/client_secrets`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(profile === 'default' ? {} : { profile }),
      limitMs: LIMIT_MS,
    },
    tell,
    signal,
  );
  if (!answer.ok) return err(toMissingAnswer(answer.error));
  if (!answer.value.isOk) return err(toProblemFailure(answer.value));
  return readMinted(answer.value, ports.wallClock(), tell);
}

/** Between the mint and the offer a person may have looked for the button that allows the microphone. */
export function isStale({ expiresAtEpochSeconds }: Minted, now: Date): boolean {
  return expiresAtEpochSeconds - now.getTime() / 1_000 < LEAST_SECONDS;
}

function readMinted(answer: Answered, now: Date, tell: StageTeller): Result<Minted, Failure> {
  const { value, expires_at: expiresAt, url, model, id } = readObject(answer.body);
  if (typeof value !== 'string' || typeof expiresAt !== 'number' || typeof url !== 'string') {
    return err(browserFailure('answer_unreadable', 'It is a success without value, expires_at or url.'));
  }
  const seconds = Math.round(expiresAt - now.getTime() / 1_000);
  tell.note(`${String(model)}, good for ${seconds} s`);
  tell.facts([
    { name: 'Deployment', value: String(model) },
    { name: 'Good for', value: `${seconds} s` },
    { name: 'Issuance id', value: String(id) },
    ...serverTimings(answer.headers.get('server-timing') ?? ''),
    ...headerFact('Quota left', answer.headers.get('ratelimit')),
  ]);
  return ok({ secret: value, expiresAtEpochSeconds: expiresAt, callsUrl: url });
}

/** `auth;dur=0.4, upstream;dur=41.2` (W3C Server Timing), which the endpoint exposes to pages. */
function serverTimings(field: string): readonly Fact[] {
  const phases = [...field.matchAll(/([\w-]+);dur=([\d.]+)/g)].map(([, name, ms]) => `${name} ${ms} ms`);
  return phases.length === 0 ? [] : [{ name: 'Inside the endpoint', value: phases.join(', ') }];
}

export function headerFact(name: string, value: string | null): readonly Fact[] {
  return value === null ? [] : [{ name, value }];
}
