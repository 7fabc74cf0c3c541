/**
 * One mint of the shortest lifetime, with the person's own rights: it tells about the account and its deployment, not
 * about the app's identity. The secret is dropped where it arrives.
 */
import type { TokenCredential } from '@azure/identity';
import type { UpstreamEntry, UpstreamSymptom } from '../../../src/diagnosis/catalogue-entry.ts';
import { type MessageFacts, readAsker, readMessage, weigh } from '../../../src/diagnosis/evidence.ts';
import { recognise } from '../../../src/diagnosis/recognise.ts';
import type { Settings } from '../../../src/settings/keys.ts';
import { type Look, look, seen } from '../look.ts';

export type Minted =
  | { readonly minted: true; readonly ms: number; readonly lifetimeSeconds: number }
  | {
      readonly minted: false;
      /** Its causes in the order that the answer speaks for. */
      readonly entry: UpstreamEntry;
      readonly message: MessageFacts;
      readonly status: number | undefined;
      readonly code: string | undefined;
      /** `apim-request-id`, for Azure's support. */
      readonly requestId: string | undefined;
    };

export interface MintTrial {
  readonly scope: string;
  readonly minted: Minted;
  /** The same with the other scope, tried where the refusal may be the scope's. */
  readonly other: { readonly scope: string; readonly minted: Minted } | undefined;
}

/** Azure takes no shorter one. */
export const SHORTEST_SECONDS = 10;
/** Both are documented, and which one counts is not verified. */
const SCOPES = ['https://cognitiveservices.azure.com/.default', 'https://ai.azure.com/.default'];
const MAY_BE_THE_SCOPE = new Set(['token-audience', 'deployment-not-realtime']);

export async function tryMint(
  settings: Settings,
  credential: TokenCredential,
  fetchFrom: typeof fetch,
): Promise<Look<MintTrial>> {
  const first = await mintWith(settings.tokenScope);
  if (!first.seen) return first;
  const minted = first.value;
  const otherScope = SCOPES.find((scope) => scope !== settings.tokenScope);
  const mayBeScope = !minted.minted && MAY_BE_THE_SCOPE.has(minted.entry.id);
  const second = mayBeScope && otherScope !== undefined ? await mintWith(otherScope) : undefined;
  return seen({
    scope: settings.tokenScope,
    minted,
    other: second?.seen && otherScope !== undefined ? { scope: otherScope, minted: second.value } : undefined,
  });

  async function mintWith(scope: string): Promise<Look<Minted>> {
    return look(`a token for ${scope}`, async (signal) => {
      const token = await credential.getToken(scope, { abortSignal: signal });
      return mint(settings, token?.token ?? '', fetchFrom, signal);
    });
  }
}

async function mint(
  { endpoint, deployment }: Settings,
  token: string,
  fetchFrom: typeof fetch,
  signal: AbortSignal,
): Promise<Minted> {
  const begun = performance.now();
  const askedAt = Date.now() / 1_000;
  try {
    const response = await fetchFrom(endpoint.clientSecretsUrl, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        expires_after: { anchor: 'created_at', seconds: SHORTEST_SECONDS },
        session: { type: 'realtime', model: deployment },
      }),
      // A redirect would carry the token to a host that nobody checked.
      redirect: 'manual',
      signal,
    });
    const ms = Math.round(performance.now() - begun);
    const body = await response.json().catch(() => undefined);
    const requestId = response.headers.get('apim-request-id') ?? undefined;
    if (!response.ok) return refused(toSymptom(response.status, body), token, requestId);
    const { value, expires_at: expiresAt } = Object(body) as { value?: unknown; expires_at?: unknown };
    if (typeof value !== 'string' || typeof expiresAt !== 'number') {
      return refused({ kind: 'invalid', status: response.status }, token, requestId);
    }
    return { minted: true, ms, lifetimeSeconds: Math.round(expiresAt - askedAt) };
  } catch (error) {
    return refused({ kind: signal.aborted ? 'timeout' : isUnreachable(error) ? 'unreachable' : 'interrupted' }, token);
  }
}

function refused(symptom: UpstreamSymptom, token: string, requestId?: string): Minted {
  const { status, code, message: text = '' } = symptom;
  const isName = code !== undefined && /^[\w.-]{1,64}$/.test(code);
  const message = readMessage(text);
  const entry = weigh(recognise(symptom), message, readAsker(token));
  return { minted: false, entry, message, status, code: isName ? code : undefined, requestId };
}

/** Azure has several envelopes; the message is compared and not kept, because it may quote a credential. */
function toSymptom(status: number, body: unknown): UpstreamSymptom {
  const whole = Object(body) as Readonly<Record<string, unknown>>;
  const error = Object(whole['error'] ?? whole) as Readonly<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  return {
    kind: 'answered',
    status,
    code: text(error['code'] ?? error['statusCode']),
    message: text(error['message'] ?? whole['message']),
  };
}

function isUnreachable(error: unknown): boolean {
  const { code } = Object((error as { cause?: unknown }).cause) as { code?: unknown };
  return ['EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'].includes(
    String(code),
  );
}
