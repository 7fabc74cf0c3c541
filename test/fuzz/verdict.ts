/** What must hold for every answer, whatever was asked. */
import { isJsonObject, type JsonObject, parseJson } from '../../src/lib/json.ts';
import type { FuzzAnswer, GeneratedRequest } from './generated-request.ts';

const SECRETS = [/ek_[A-Za-z0-9_-]+/, /eyJ[A-Za-z0-9_-]{20,}/];

/** A complaint, or nothing. `switched`: a switch of the emulated Azure was thrown, and may have caused a 5xx. */
export function judge(request: GeneratedRequest, answer: FuzzAnswer, switched: boolean): string | undefined {
  const { status, text, headers } = answer;
  const json = parseObject(text);
  const code = json['code'];
  const isExplained = switched && typeof code === 'string' && code !== 'internal_error';
  if (status === 500 && text === '' && hasBeyondLatin1(request)) return undefined;
  if (status >= 500 && !isExplained) {
    return `status ${status} ${String(code)} that no switch caused`;
  }
  if (status === 201) return 'a call for an offer that cannot be answered';
  const minted = status === 200 && 'value' in json;
  if (minted && !request.mayMint) return `a client secret for a credential that is ${request.credential}`;
  const elsewhere = minted ? JSON.stringify({ ...json, value: '' }) : text;
  if (SECRETS.some((secret) => secret.test(elsewhere + JSON.stringify(headers)))) return 'a secret in the answer';
  // What the host answers by itself has no body; what the function answers is a problem.
  const isOurs = headers['x-request-id'] !== undefined && request.method !== 'HEAD';
  if (isOurs && status >= 400 && !request.target.includes('readyz') && typeof code !== 'string') {
    return `status ${status} without a code`;
  }
  return undefined;
}

/** Of such a header value the worker can make no request: the host answers an empty 500 before any hook of the app. */
function hasBeyondLatin1({ headers }: GeneratedRequest): boolean {
  const values = Object.values(headers)
    .flat()
    .map((value) => Buffer.from(value, 'latin1').toString('utf8'));
  return values.some((value) => /[^\0-\u00ff]/.test(value));
}

function parseObject(text: string): JsonObject {
  const value = parseJson(text);
  return isJsonObject(value) ? value : {};
}
