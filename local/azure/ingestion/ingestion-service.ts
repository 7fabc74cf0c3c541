/**
 * The ingestion of Application Insights: `POST /v2.1/track` with an array of envelopes, gzip or not, and a token of the
 * emulated identity for `https://monitor.azure.com`, since local authentication is off where this is deployed.
 */

import { gunzipSync } from 'node:zlib';
import { parseJson } from '../../../src/lib/json.ts';
import { type Answer, answer, type Handler, type HttpExchange, json, type Reply } from '../../kit/reply.ts';
import { createRouter } from '../../kit/router.ts';
import type { SigningKey } from '../foundation/signing-key.ts';
import { readAudience, toBearerToken } from '../identity/access-token.ts';
import type { EnvelopeTable, ReceivedEnvelope } from './envelope-log.ts';
import type { IngestionSwitches } from './ingestion-switches.ts';

export interface IngestionServiceOptions {
  readonly envelopes: EnvelopeTable;
  readonly identityKey: SigningKey;
  readonly switches: IngestionSwitches;
  /** Where 307 leads: another origin of this machine, so that a client that follows it is seen. */
  readonly redirectOrigin: string;
}

const TRACK_PATH = '/v2.1/track';
const AUDIENCE = 'https://monitor.azure.com';
/** Of the component that the connection string names. */
export const INSTRUMENTATION_KEY = '7e0a1b2c-0000-4000-8000-0000000000e1';
const MAX_UNPACKED_BYTES = 8 * 1_048_576;

export function createIngestionService(options: IngestionServiceOptions): Handler {
  const { envelopes, identityKey, switches, redirectOrigin } = options;

  function takeTrouble(status: number): Reply | undefined {
    if (switches.take('ingestion.answer') === 'hang') return { kind: 'hang' };
    if (status < 300) return undefined;
    if (status === 307) return answer(307, '', { location: `${redirectOrigin}${TRACK_PATH}` });
    const headers = status === 429 ? { 'retry-after': '1' } : {};
    return refusal(status, 0, 'Asked for by the switch ingestion.status.', headers);
  }

  async function refuseToken(authorization: string | undefined): Promise<Answer | undefined> {
    const token = toBearerToken(authorization);
    const audience = token === undefined ? undefined : await readAudience(identityKey, token);
    return audience === AUDIENCE ? undefined : refusal(401, 0, `A token of the identity for ${AUDIENCE} is needed.`);
  }

  function accept(exchange: HttpExchange, status: number): Answer {
    const received = readEnvelopes(exchange);
    if (!received) return refusal(400, 0, 'The body is not a JSON array of envelopes.');
    if (received.some(({ iKey }) => iKey !== INSTRUMENTATION_KEY)) {
      return refusal(400, received.length, 'Invalid instrumentation key');
    }
    const accepted = status === 206 ? received.slice(1) : received;
    envelopes.add(accepted);
    return json(status, { itemsReceived: received.length, itemsAccepted: accepted.length, errors: [] });
  }

  async function track(exchange: HttpExchange): Promise<Reply> {
    const status = Number(switches.take('ingestion.status'));
    return takeTrouble(status) ?? (await refuseToken(exchange.headers.authorization)) ?? accept(exchange, status);
  }

  return createRouter([{ method: 'POST', path: TRACK_PATH, handle: track }]);
}

function readEnvelopes({ headers, body }: HttpExchange): readonly ReceivedEnvelope[] | undefined {
  const items = parseJson((headers['content-encoding'] === 'gzip' ? unpack(body) : body).toString());
  const isList = Array.isArray(items) && items.every((item) => typeof item === 'object' && item !== null);
  return isList ? items : undefined;
}

function unpack(body: Buffer): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch {
    return Buffer.alloc(0);
  }
}

function refusal(
  status: number,
  itemsReceived: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return json(
    status,
    { itemsReceived, itemsAccepted: 0, errors: [{ index: 0, statusCode: status, message }] },
    headers,
  );
}
