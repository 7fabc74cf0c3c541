/** Why there is no good answer, as a `CallError`: of the endpoint, whose problems have a form, or of the service itself. */
import { redact } from '../../src/lib/redact.ts';
import { type Answer, type NoAnswer, readObject } from './ask.ts';
import { CallError, type ClientErrorCode, type ServiceError } from './call-error.ts';

type Party = 'endpoint' | 'service';

const MISSING: Readonly<Record<Party, Readonly<Record<NoAnswer, ClientErrorCode>>>> = {
  endpoint: {
    refused: 'endpoint_origin_refused',
    unreachable: 'endpoint_unreachable',
    silent: 'endpoint_silent',
  },
  service: {
    refused: 'service_origin_refused',
    unreachable: 'service_unreachable',
    silent: 'service_silent',
  },
};

export function toMissing(party: Party, reason: NoAnswer): CallError {
  return new CallError(MISSING[party][reason], party === 'service' ? 'service' : 'browser');
}

/** RFC 9457 with a `code`; anything else did not come from the endpoint. */
export function toProblem(endpoint: string, { status, headers, body }: Answer): CallError {
  const { code, diagnosis, detail } = readObject(body);
  if (typeof code !== 'string') return new CallError('answer_unreadable', 'browser', { status });
  const id = typeof diagnosis === 'string' ? diagnosis : code;
  return new CallError(redact(code), 'endpoint', {
    status,
    message: typeof detail === 'string' ? redact(detail) : undefined,
    diagnosis: typeof diagnosis === 'string' ? diagnosis : undefined,
    helpUrl: `${endpoint}/problems/${encodeURIComponent(id)}`,
    requestId: headers.get('x-request-id') ?? undefined,
    ...waitOf(status, headers),
  });
}

/** The service’s own refusal on the direct way: `{error:{code,message}}`, `{code,message}`, or no JSON. */
export function toServiceRefusal({ status, headers, body }: Answer): CallError {
  const whole = readObject(body);
  const { error = whole } = whole;
  const { code, statusCode, message } = (typeof error === 'object' && error !== null ? error : {}) as typeof whole;
  const isEnvelope = Object.keys(whole).some((name) => ['error', 'code', 'statusCode', 'message'].includes(name));
  const service: ServiceError = {
    ...textMember('code', code ?? statusCode),
    ...textMember('message', message),
    isForeign: !isEnvelope && !/^\s*(?:\{\s*\}\s*)?$/.test(body) && !headers.has('apim-request-id'),
  };
  return new CallError('service_refused', 'service', {
    // A redirect is opaque to a page: there is nothing in it to be read.
    status: status === 0 ? 302 : status,
    service,
    message: service.message,
    ...waitOf(status, headers),
  });
}

/** `x-should-retry` is what the OpenAI SDKs obey; without it the status decides as it does there. */
function waitOf(status: number, headers: Headers) {
  const retryAfter = headers.get('retry-after') ?? '';
  return {
    retryAfterSeconds: /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : undefined,
    canRetry: headers.get('x-should-retry') !== 'false' && ([408, 409, 429].includes(status) || status >= 500),
  };
}

/** It may quote a credential. */
function textMember<Name extends 'code' | 'message'>(name: Name, value: unknown): { readonly [name in Name]?: string } {
  const text = typeof value === 'string' || typeof value === 'number' ? redact(String(value)) : '';
  return (text === '' ? {} : { [name]: text }) as { readonly [name in Name]?: string };
}
