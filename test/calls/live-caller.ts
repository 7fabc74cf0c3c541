/** A caller of GPT-Live for the tests: a page and the server that posts its offer, in one. */
import { type Caller, type CallerOptions, join, type Resource } from './caller.ts';

export const SESSIONS_PATH = '/openai/v1/live/sessions';

export interface LiveOptions extends Pick<CallerOptions, 'codecs' | 'session'> {
  readonly headers?: Readonly<Record<string, string>>;
}

export const aLiveSession = (session: LiveOptions['session'] = {}) => ({ model: 'gpt-live', ...session });

export function postSession(
  { url, token }: Resource,
  body: unknown,
  headers: LiveOptions['headers'] = {},
): Promise<Response> {
  return fetch(`${url}${SESSIONS_PATH}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Creates a session with its offer, and connects if it gets one. */
export function talk(resource: Resource, options: LiveOptions = {}): Promise<Caller> {
  return join(options, async (sdp) => {
    const body = { session: aLiveSession(options.session), transport: { type: 'webrtc', sdp } };
    const response = await postSession(resource, body, options.headers);
    const { status, headers } = response;
    if (!response.ok) return { status, headers, answer: await response.text(), id: '' };
    const created = (await response.json()) as { session: { id: string }; transport: { sdp: string } };
    return { status: 201, headers, answer: created.transport.sdp, id: created.session.id };
  });
}
