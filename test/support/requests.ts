/** Requests and invocation contexts of the real @azure/functions. */
import { HttpRequest, InvocationContext } from '@azure/functions';

/** As a client sends it: a POST says the length of its body, unless the test says how else it comes. */
export function aRequest(
  options: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array;
    readonly params?: Readonly<Record<string, string>>;
    readonly saysLength?: boolean;
  } = {},
): HttpRequest {
  const { method = 'POST', path = '/api/realtime/client_secrets', headers = {}, body, params = {} } = options;
  const { saysLength = method === 'POST' && !('transfer-encoding' in headers) } = options;
  return new HttpRequest({
    method,
    url: `https://app.example.com${path}`,
    headers: { ...(saysLength ? { 'content-length': String(Buffer.byteLength(body ?? '')) } : {}), ...headers },
    params: { ...params },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? { string: body } : { bytes: body } }),
  });
}

/** `lines` receives what the function logs. */
export function aContext(lines: string[] = [], invocationId = 'invocation-1'): InvocationContext {
  return new InvocationContext({
    invocationId,
    functionName: 'test',
    logHandler: (_level, ...args) => void lines.push(args.join(' ')),
  });
}
