/** Requests and invocation contexts of the real @azure/functions. */
import { HttpRequest, InvocationContext } from '@azure/functions';

export function aRequest(
  options: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array;
    readonly params?: Readonly<Record<string, string>>;
  } = {},
): HttpRequest {
  const { method = 'POST', path = '/api/realtime/client_secrets', headers = {}, body, params = {} } = options;
  return new HttpRequest({
    method,
    url: `https://app.example.com${path}`,
    headers: { ...headers },
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
