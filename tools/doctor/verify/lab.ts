/** What an experiment may do: ask Azure OpenAI as a client would. No secret leaves it, and nothing is asked twice. */
import type { TokenCredential } from '@azure/identity';
import { MS_PER_SECOND } from '../../../src/lib/clock.ts';
import { isJsonObject, parseJson, valueAt } from '../../../src/lib/json.ts';
import type { RealtimeEndpoint } from '../../../src/realtime/endpoint.ts';
import type { AskUpgrade } from '../ask-upgrade.ts';
import { sendByFetch } from '../send-by-fetch.ts';
import type { Disclosure } from './disclosure.ts';
import { createLiveLab, type LiveAccount, type LiveLab } from './live-lab.ts';
import { SILENT_OFFER } from './silent-offer.ts';

export interface LabAnswer {
  readonly status: number;
  /** Azure's own, for comparing; said only through `describe`. */
  readonly code: string;
  readonly message: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
}

export interface MintAnswer extends LabAnswer {
  /** From the request to `expires_at`; absent where there is none. */
  readonly lifetimeSeconds: number | undefined;
  readonly echoedModel: string | undefined;
}

export interface MintQuestion {
  readonly scope?: string;
  readonly deployment?: string;
  /** `undefined`: `expires_after` is left out. */
  readonly seconds?: number | undefined;
  readonly session?: Readonly<Record<string, unknown>>;
  /** Without its question mark. */
  readonly query?: string;
}

export interface CallQuestion {
  readonly credential: 'client-secret' | 'entra-token' | 'unknown-secret';
  readonly query?: string;
}

export interface Lab {
  readonly scopes: readonly string[];
  readonly deployment: string;
  /** Of the deployment's model; `undefined` where Resource Manager does not say. */
  readonly model: string | undefined;
  readonly requestsPerMinute: number | undefined;
  /** A deployment of the account whose model is of another kind. */
  readonly otherDeployment: string | undefined;
  /** Where the account has a deployment of GPT-Live. */
  readonly live: LiveLab | undefined;
  mint(question?: MintQuestion): Promise<MintAnswer>;
  /** An offer that no one can take. `undefined`: no secret could be had for it. */
  offer(question: CallQuestion): Promise<LabAnswer | undefined>;
  /** One call of its own, begun once. `undefined`: there is none. */
  call(): Promise<string | undefined>;
  /** With an Entra token, as the app does. */
  hangUp(callId: string): Promise<LabAnswer>;
  /** Status of a request for the call's sideband, with the same token. */
  probe(callId: string): Promise<number>;
  preflight(headers: readonly string[]): Promise<LabAnswer>;
  /** Every mint's answer so far. */
  readonly minted: readonly MintAnswer[];
  /** Every answer of a POST so far. */
  readonly answers: readonly LabAnswer[];
  /** Status and Azure's words of it, as far as they may be said. */
  describe(answer: LabAnswer): string;
  readonly disclosure: Disclosure;
}

export interface LabParts
  extends Pick<Lab, 'deployment' | 'model' | 'requestsPerMinute' | 'otherDeployment' | 'disclosure'> {
  readonly endpoint: RealtimeEndpoint;
  readonly credential: TokenCredential;
  /** Of the token, where the experiment asks for no other. */
  readonly scope: string;
  readonly fetch: typeof fetch;
  readonly askUpgrade: AskUpgrade;
  readonly live?: LiveAccount | undefined;
}

export const SHORTEST_SECONDS = 10;
const TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 65_536;
/** No page has it, and browsers send it of one that is not listed anywhere. */
const ORIGIN = 'https://verify.example';
/** Every parser refuses it, so no call begins. */
const BROKEN_OFFER = 'v=0\r\n';

/** Nothing of what it was about: only Node's code. */
class NothingCame extends Error {
  constructor(code: string | undefined) {
    super('No answer came.');
    this.name = code ?? 'no reason known';
  }
}

export function createLab(parts: LabParts): Lab {
  const { endpoint, credential, disclosure } = parts;
  const send = sendByFetch(parts.fetch);
  const [minted, answers]: [MintAnswer[], LabAnswer[]] = [[], []];

  async function post(
    url: string,
    {
      headers,
      body,
      timeoutMs = TIMEOUT_MS,
    }: { readonly headers: Readonly<Record<string, string>>; readonly body: string; readonly timeoutMs?: number },
  ) {
    const signal = AbortSignal.timeout(timeoutMs);
    const sent = await send({ url, method: 'POST', headers, body, signal, maxBytes: MAX_BODY_BYTES });
    if (!sent.ok) throw new NothingCame(sent.error.code);
    const json = parseJson(sent.value.body ?? '');
    const error = isJsonObject(valueAt(json, ['error'])) ? valueAt(json, ['error']) : json;
    const say = (...names: readonly string[]) =>
      String(names.map((name) => valueAt(error, [name])).find((said) => said !== undefined && said !== null) ?? '');
    const answer = {
      status: sent.value.status,
      code: say('code', 'statusCode'),
      message: say('message'),
      headers: sent.value.headers,
    };
    answers.push(answer);
    return { answer, json };
  }

  async function tokenFor(scope: string): Promise<string> {
    const token = await credential.getToken(scope, { abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
    return token?.token ?? '';
  }

  async function mintWhole({ query, ...question }: MintQuestion) {
    const { scope = parts.scope, deployment = parts.deployment, session = { type: 'realtime' } } = question;
    const seconds = 'seconds' in question ? question.seconds : SHORTEST_SECONDS;
    const token = await tokenFor(scope);
    const askedAt = Date.now() / MS_PER_SECOND;
    const { answer, json } = await post(`${endpoint.clientSecretsUrl}${query === undefined ? '' : `?${query}`}`, {
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...(seconds !== undefined && { expires_after: { anchor: 'created_at', seconds } }),
        session: { ...session, model: deployment },
      }),
    });
    const [expires, model, value] = [['expires_at'], ['session', 'model'], ['value']].map((path) =>
      valueAt(json, path),
    );
    const whole = {
      ...answer,
      lifetimeSeconds: typeof expires === 'number' ? Math.round(expires - askedAt) : undefined,
      echoedModel: typeof model === 'string' ? model : undefined,
    };
    minted.push(whole);
    return { answer: whole, secret: answer.status === 200 && typeof value === 'string' ? value : undefined };
  }

  async function credentialOf(kind: CallQuestion['credential']): Promise<string | undefined> {
    switch (kind) {
      case 'client-secret':
        return (await mintWhole({})).secret;
      case 'entra-token':
        return tokenFor(parts.scope);
      case 'unknown-secret':
        return `ek_${'unknown'.repeat(6)}`;
    }
  }

  async function hangUp(callId: string): Promise<LabAnswer> {
    const headers = { Authorization: `Bearer ${await tokenFor(parts.scope)}` };
    return (await post(`${endpoint.callsUrl}/${callId}/hangup`, { headers, body: '' })).answer;
  }

  async function beginCall(): Promise<string | undefined> {
    const secret = await credentialOf('client-secret');
    if (secret === undefined) return undefined;
    const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/sdp' };
    const { answer } = await post(endpoint.callsUrl, { headers, body: SILENT_OFFER });
    return answer.status === 201 ? callIdOf(answer) : undefined;
  }
  let ownCall: ReturnType<typeof beginCall> | undefined;

  return {
    ...parts,
    live:
      parts.live &&
      createLiveLab({
        ...parts.live,
        url: endpoint.liveSessionsUrl,
        askUpgrade: parts.askUpgrade,
        token: () => tokenFor(parts.scope),
        post,
      }),
    scopes: endpoint.cloud.tokenScopes,
    minted,
    answers,
    mint: async (question = {}) => (await mintWhole(question)).answer,
    async offer({ credential: kind, query }) {
      const held = await credentialOf(kind);
      if (held === undefined) return undefined;
      const { answer } = await post(`${endpoint.callsUrl}${query === undefined ? '' : `?${query}`}`, {
        headers: { Authorization: `Bearer ${held}`, 'Content-Type': 'application/sdp', Origin: ORIGIN },
        body: BROKEN_OFFER,
      });
      // It should not have begun.
      const id = answer.status === 201 ? callIdOf(answer) : undefined;
      if (id !== undefined) await hangUp(id);
      return answer;
    },
    call() {
      ownCall ??= beginCall();
      return ownCall;
    },
    hangUp,
    async probe(callId) {
      const headers = { Authorization: `Bearer ${await tokenFor(parts.scope)}` };
      const url = `${endpoint.origin}/openai/v1/realtime?call_id=${callId}`;
      return parts.askUpgrade(url, headers, AbortSignal.timeout(TIMEOUT_MS));
    },
    async preflight(headers) {
      const asked = {
        Origin: ORIGIN,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': headers.join(','),
      };
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await parts.fetch(endpoint.callsUrl, {
        method: 'OPTIONS',
        redirect: 'manual',
        headers: asked,
        signal,
      });
      await response.body?.cancel();
      return { status: response.status, code: '', message: '', headers: new Map(response.headers) };
    },
    describe: ({ status, code }) =>
      [String(status), code === String(status) ? undefined : disclosure.word(code)].filter(Boolean).join(' '),
  };
}

function callIdOf({ headers }: LabAnswer): string | undefined {
  return /\/(rtc_[\w-]+)$/.exec(headers.get('location') ?? '')?.[1];
}
