/** The mint of an Azure OpenAI resource: `POST /openai/v1/realtime/client_secrets`. */

import { parseJson } from '../../../src/lib/json.ts';
import { type Answer, type HttpExchange, json, type Reply } from '../../kit/reply.ts';
import type { Route } from '../../kit/router.ts';
import { delay } from '../foundation/network-trouble.ts';
import { refuseApiVersion } from './api-version.ts';
import { authorize } from './authorize.ts';
import { bendSecret } from './bend-secret.ts';
import type { SecretRegister } from './calls/secret-register.ts';
import { createMintedSecret } from './client-secret.ts';
import type { DeploymentKind } from './deployments.ts';
import { findError, toAnswer, withCommonHeaders } from './error-answer.ts';
import { createId } from './ids.ts';
import { toInvalidAnswer } from './invalid-body.ts';
import { MINT_ERRORS, type MintErrorName } from './mint-errors.ts';
import { createSecretElsewhere, createTroubledReply, isMintTrouble } from './mint-trouble.ts';
import type { ResourceOptions } from './resource-options.ts';
import { createMintHeaders } from './response-headers.ts';
import type { MintBody } from './session-schema.ts';
import { REDIRECT_PATH } from './trouble.ts';
import { validateMint } from './validate-mint.ts';

export interface MintOptions extends ResourceOptions {
  /** Are given each secret. */
  readonly secrets: SecretRegister;
}

export const MINT_PATH = '/openai/v1/realtime/client_secrets';

export function createMintRoutes(options: MintOptions): readonly Route[] {
  const { switches, secrets, accountOf, find, redirectOrigin } = options;

  /** The gateway's part: what refuses a request before its body counts. */
  async function refuse(exchange: HttpExchange): Promise<Answer | undefined> {
    const forced = findError(MINT_ERRORS, switches.take('mint.error'));
    if (forced) return toAnswer(forced);
    const unauthorized = await authorize(exchange.headers, accountOf(exchange), options);
    return unauthorized ? toAnswer(unauthorized) : refuseApiVersion(exchange, switches);
  }

  function refuseModel({ kind }: DeploymentKind | { kind: 'retired' }): MintErrorName | undefined {
    switch (kind) {
      case 'realtime':
        return undefined;
      case 'retired':
        return 'model-retired';
      case 'live':
        if (switches.take('mint.liveDeployment') === 'invalid_model') return 'invalid-model';
        return toSpelling(switches.take('mint.wrongModelSpelling'));
      case 'other':
        return toSpelling(switches.take('mint.wrongModelSpelling'));
      case 'absent':
        return switches.take('mint.unknownDeployment') === 'DeploymentNotFound'
          ? 'deployment-not-found'
          : 'opperation-not-supported';
    }
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
    const { session } = validated.body;
    const name = session.model ?? '';
    const found = find(accountOf(exchange), name);
    const wrongModel = session.model === undefined ? undefined : refuseModel(found);
    if (wrongModel) return toAnswer(MINT_ERRORS[wrongModel]);
    const nowEpochSeconds = Math.floor(Date.now() / 1000);
    const echoesModel = switches.take('mint.echoedModel') === 'model' && found.kind === 'realtime';
    const facts = { sessionId: createId('sess'), echoedModel: echoesModel ? found.model : name };
    const defaultSeconds = Number(switches.take('mint.defaultSeconds'));
    const secret = createMintedSecret(validated.body, { nowEpochSeconds, defaultSeconds, ...facts });
    secrets.add(secret.value, secret.expires_at, { id: facts.sessionId, model: facts.echoedModel, request: session });
    return json(200, bendSecret(how, secret, nowEpochSeconds), createMintHeaders(switches));
  }

  return [
    { method: 'POST', path: MINT_PATH, handle: mint },
    { method: 'GET', path: REDIRECT_PATH, handle: createSecretElsewhere },
    { method: 'POST', path: REDIRECT_PATH, handle: createSecretElsewhere },
  ];
}

function toSpelling(code: string): MintErrorName {
  return code === 'OperationNotSupported' ? 'operation-not-supported' : 'opperation-not-supported';
}

function hasBetaTranscription(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  const session: unknown = Reflect.get(input, 'session');
  return typeof session === 'object' && session !== null && 'input_audio_transcription' in session;
}
