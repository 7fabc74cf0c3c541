/** The mint of an Azure OpenAI resource: `POST /openai/v1/realtime/client_secrets`. */

import { randomUUID } from 'node:crypto';
import { parseJson } from '../../../src/lib/json.ts';
import { type Answer, type Handler, type HttpExchange, json, type Reply } from '../../kit/reply.ts';
import { createRouter } from '../../kit/router.ts';
import { delay } from '../foundation/network-trouble.ts';
import type { Account } from '../subscription/account.ts';
import { type AuthorizeOptions, authorize } from './authorize.ts';
import { bendSecret } from './bend-secret.ts';
import type { Call } from './calls/call.ts';
import { createCallRegistry, type OpenCalls } from './calls/call-registry.ts';
import { createCallRoutes } from './calls/calls-service.ts';
import { createHangUpRoute } from './calls/hang-up.ts';
import { createSecretRegister } from './calls/secret-register.ts';
import { createSidebandRoute } from './calls/sideband.ts';
import { createMintedSecret } from './client-secret.ts';
import { findDeployment } from './deployments.ts';
import { createId } from './ids.ts';
import { toInvalidAnswer } from './invalid-body.ts';
import { findMintError, MINT_ERRORS, type MintError, type MintErrorName } from './mint-errors.ts';
import { createSecretElsewhere, createTroubledReply, isMintTrouble, REDIRECT_PATH } from './mint-trouble.ts';
import { createCommonHeaders, createMintHeaders } from './response-headers.ts';
import type { MintBody } from './session-schema.ts';
import { validateMint } from './validate-mint.ts';

export interface OpenAiServiceOptions extends AuthorizeOptions {
  /** Another origin of this machine, for the answer that redirects; known once the servers listen. */
  readonly redirectOrigin: string;
}

export interface OpenAiService {
  readonly handle: Handler;
  readonly calls: OpenCalls;
  /** Ends every call. */
  stop(): Promise<void>;
}

export const MINT_PATH = '/openai/v1/realtime/client_secrets';

export function createOpenAiService(options: OpenAiServiceOptions): OpenAiService {
  const { switches, subscription, redirectOrigin } = options;
  const secrets = createSecretRegister();
  const calls = createCallRegistry<Call>(() => `rtc_${randomUUID().replaceAll('-', '')}`);
  const accountOf = ({ headers }: HttpExchange) => subscription.accountAt(headers.host);
  const find = (account: Account | undefined, name: string) =>
    findDeployment(account, name, switches.take('account.propagation') === 'five-minutes');

  function isRetired(account: Account | undefined, name: string): boolean {
    const model = account?.deployments.get(name)?.model;
    const listed = account && model && subscription.models.find(account.location, model.name, model.version);
    return listed?.lifecycleStatus === 'Deprecated';
  }

  /** The gateway's part: what refuses a request before its body counts. */
  async function refuse(exchange: HttpExchange): Promise<Answer | undefined> {
    const { url, headers } = exchange;
    const forced = findMintError(switches.take('mint.error'));
    if (forced) return toAnswer(forced);
    const unauthorized = await authorize(headers, accountOf(exchange), options);
    if (unauthorized) return toAnswer(unauthorized);
    return url.searchParams.has('api-version') ? refuseApiVersion(switches.take('mint.apiVersion')) : undefined;
  }

  function refuseModel(account: Account | undefined, { session }: MintBody): MintErrorName | undefined {
    if (session.model === undefined) return undefined;
    const { kind } = find(account, session.model);
    if (kind !== 'absent' && isRetired(account, session.model)) return 'model-retired';
    if (kind === 'other') return toSpelling(switches.take('mint.wrongModelSpelling'));
    if (kind === 'realtime') return undefined;
    return switches.take('mint.unknownDeployment') === 'DeploymentNotFound'
      ? 'deployment-not-found'
      : 'opperation-not-supported';
  }

  function refuseBody(input: unknown): Answer | { readonly kind: 'accepted'; readonly body: MintBody } {
    if (hasBetaTranscription(input) && switches.take('mint.betaTranscription') === '500') {
      return toAnswer(MINT_ERRORS['internal-error']);
    }
    const validated = validateMint(input);
    if ('body' in validated) return { kind: 'accepted', body: validated.body };
    const { invalid } = validated;
    if (invalid.code !== 'invalid_session_type') return withCommonHeaders(toInvalidAnswer(invalid));
    const isAzure = switches.take('mint.sessionTypeError') === 'InvalidSessionType';
    return toAnswer(MINT_ERRORS[isAzure ? 'invalid-session-type' : 'missing-session-type']);
  }

  async function mint(exchange: HttpExchange): Promise<Reply> {
    await delay(switches.take('mint.delayMs'), exchange.signal);
    const how = switches.take('mint.answer');
    if (isMintTrouble(how)) return createTroubledReply(how, redirectOrigin);
    const refused = await refuse(exchange);
    if (refused) return refused;
    const validated = refuseBody(parseJson(exchange.body.toString()));
    if (validated.kind === 'answer') return validated;
    const account = accountOf(exchange);
    const wrongModel = refuseModel(account, validated.body);
    if (wrongModel) return toAnswer(MINT_ERRORS[wrongModel]);
    const nowEpochSeconds = Math.floor(Date.now() / 1000);
    const { session } = validated.body;
    const name = session.model ?? '';
    const found = find(account, name);
    const echoesModel = switches.take('mint.echoedModel') === 'model' && found.kind === 'realtime';
    const facts = { sessionId: createId('sess'), echoedModel: echoesModel ? found.model : name };
    const defaultSeconds = Number(switches.take('mint.defaultSeconds'));
    const secret = createMintedSecret(validated.body, { nowEpochSeconds, defaultSeconds, ...facts });
    secrets.add(secret.value, secret.expires_at, { id: facts.sessionId, model: facts.echoedModel, request: session });
    return json(200, bendSecret(how, secret, nowEpochSeconds), createMintHeaders(switches));
  }

  const handle = createRouter(
    [
      { method: 'POST', path: MINT_PATH, handle: mint },
      ...createCallRoutes({ ...options, secrets, calls, accountOf }),
      createHangUpRoute({ ...options, secrets, calls, accountOf }),
      createSidebandRoute({ ...options, calls, accountOf }),
      { method: 'GET', path: REDIRECT_PATH, handle: createSecretElsewhere },
      { method: 'POST', path: REDIRECT_PATH, handle: createSecretElsewhere },
    ],
    // Only POST exists; what another method gets is not recorded, and a wrong path gets this.
    {
      notFound: () => toAnswer(MINT_ERRORS['resource-not-found']),
      methodNotAllowed: () => toAnswer(MINT_ERRORS['resource-not-found']),
    },
  );
  return { handle, calls, stop: calls.endAll };
}

function toAnswer({ status, body, headers }: MintError): Answer {
  return withCommonHeaders({ ...json(status, null, headers), body });
}

function withCommonHeaders(plain: Answer): Answer {
  return { ...plain, headers: { ...createCommonHeaders(), ...plain.headers } };
}

/** A dated version is not for this route (docs/azure.md#endpoints); nobody knows its status there, so a switch names it. */
function refuseApiVersion(status: string): Answer | undefined {
  if (status === '404') return toAnswer(MINT_ERRORS['resource-not-found']);
  if (status === '401') return toAnswer(MINT_ERRORS['token-refused']);
  const message = 'The query parameter api-version is not used on this route.';
  return status === '400' ? withCommonHeaders(json(400, { error: { code: 'BadRequest', message } })) : undefined;
}

function toSpelling(code: string): MintErrorName {
  return code === 'OperationNotSupported' ? 'operation-not-supported' : 'opperation-not-supported';
}

function hasBetaTranscription(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  const session: unknown = Reflect.get(input, 'session');
  return typeof session === 'object' && session !== null && 'input_audio_transcription' in session;
}
