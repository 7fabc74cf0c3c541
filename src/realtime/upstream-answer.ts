/** Reads what Azure OpenAI answers instead of a success. It has no one envelope, and sometimes none at all. */
import type { UpstreamSymptom } from '../diagnosis/catalogue-entry.ts';
import { type Clock, MS_PER_SECOND } from '../lib/clock.ts';
import type { AnswerHead } from '../lib/http.ts';
import { isJsonObject, parseJson } from '../lib/json.ts';
import { readRetryAfter } from '../lib/retry-after.ts';
import { toIdentifier } from './error-code.ts';

/** Which of Azure's many answered, where it says so. */
export interface AnswerOrigin {
  /** `apim-request-id`: what Azure's support asks for. */
  readonly requestId: string | undefined;
  /**
   * `x-ms-region`, `East US 2`, as the name that commands take, `eastus2`. Seen on a refusal of the realtime handshake;
   * unverified on these routes.
   */
  readonly region: string | undefined;
}

/** Facts of an answer that are safe to log: identifiers of bounded length and alphabet, never a text. */
export interface AnswerFacts extends AnswerOrigin {
  readonly status: number;
  readonly errorCode: string | undefined;
  /** The member of the request that the error is about, such as `session.audio.input.format`. */
  readonly param: string | undefined;
  /** Something on the way made the answer: see `UpstreamSymptom`. */
  readonly foreign?: boolean;
}

export interface RefusedAnswer {
  readonly symptom: UpstreamSymptom;
  readonly facts: AnswerFacts;
  readonly retryAfterSeconds: number | undefined;
}

const IDENTIFIER = /^[\w.-]{1,64}$/;
const REGION = /^[A-Za-z]{1,20}(?: [A-Za-z]{1,20}){0,2}(?: ?\d)?$/;
const PARAM = /^[\w.[\]-]{1,120}$/;
/** `Please retry after 1 second.`, `Try again in 30 seconds.` (Azure-Samples/azure-search-openai-demo#177), `Please wait 42 seconds`. */
const WAIT_IN_TEXT = /\b(?:retry after|try again in|wait(?: for)?) (\d{1,9}(?:\.\d{1,9})?) ?s(?:ec(?:ond)?s?)?\b/i;
/** Longest wait that is believed; the largest that was reported is a day. */
const MAX_RETRY_AFTER_SECONDS = 7 * 24 * 60 * 60;

export function readRefusal(response: AnswerHead, body: string, now: Clock): RefusedAnswer {
  const { code, message, param, isOfAnother } = readEnvelope(body);
  const origin = originOf(response);
  // Both, because a page cannot read every header.
  const foreign = isOfAnother && origin.requestId === undefined && origin.region === undefined;
  return {
    symptom: { kind: 'answered', status: response.status, code, message, ...(foreign && { foreign }) },
    facts: {
      status: response.status,
      errorCode: toIdentifier(code),
      param: keepIf(PARAM, param),
      ...(foreign && { foreign }),
      ...origin,
    },
    retryAfterSeconds: readWait(response, message, now),
  };
}

export function originOf({ headers }: AnswerHead): AnswerOrigin {
  return {
    requestId: keepIf(IDENTIFIER, headers.get('apim-request-id') ?? ''),
    region: keepIf(REGION, headers.get('x-ms-region') ?? '')
      ?.replaceAll(' ', '')
      .toLowerCase(),
  };
}

/**
 * Accepts `{error:{code,message}}`, `{error:{message,type,code,param}}`, `{code,message}`, `{statusCode,message}`,
 * numbers for codes, nothing, and what is no JSON.
 */
function readEnvelope(body: string): { code: string; message: string; param: string; isOfAnother: boolean } {
  const json = parseJson(body);
  const whole = isJsonObject(json) ? json : {};
  const error = isJsonObject(whole['error']) ? whole['error'] : whole;
  return {
    // No body, and an empty object, say nothing of who sent them.
    isOfAnother: isJsonObject(json) ? !isEmptyOrEnvelope(json) : body.trim() !== '',
    code: asText(error['code'] ?? error['statusCode']),
    message: asText(error['message'] ?? whole['message']),
    param: asText(error['param']),
  };
}

function isEmptyOrEnvelope(json: Readonly<Record<string, unknown>>): boolean {
  const members = Object.keys(json);
  return members.length === 0 || ['error', 'code', 'statusCode', 'message'].some((member) => members.includes(member));
}

/** Azure says it in a field, or only in the text; that is believed where waiting is the matter, for others quote the request. */
function readWait({ headers, status }: AnswerHead, message: string, now: Clock): number | undefined {
  const text = status === 429 || status >= 500 ? message : '';
  const inText = WAIT_IN_TEXT.exec(text)?.[1];
  const waitMs = readRetryAfter(headers, now) ?? (inText === undefined ? undefined : Number(inText) * MS_PER_SECOND);
  return waitMs === undefined ? undefined : Math.min(Math.ceil(waitMs / MS_PER_SECOND), MAX_RETRY_AFTER_SECONDS);
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function keepIf(pattern: RegExp, text: string): string | undefined {
  return pattern.test(text) ? text : undefined;
}
