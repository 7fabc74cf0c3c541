/** Mints with a body of the test's: what a caller may say, and how it comes. */
import type { Answer, System } from './system.ts';

export const JSON_TYPE = { 'Content-Type': 'application/json' };

/** `system` is asked when a body is sent: by then it has started. */
export function useBodies(system: () => System) {
  async function send(
    body: NonNullable<RequestInit['body']> | undefined,
    headers: Readonly<Record<string, string>> = JSON_TYPE,
  ): Promise<Answer> {
    return system().mint({
      headers: { ...(await system().bearer()), ...headers },
      ...(body === undefined ? {} : { body }),
      ...(body instanceof ReadableStream ? { duplex: 'half' as const } : {}),
    });
  }

  /** Sends a body that must be refused, and sees to it that Azure was not asked for a secret. */
  async function refused(...args: Parameters<typeof send>): Promise<Answer> {
    const before = system().azure.requests.count('openai');
    const answer = await send(...args);
    expect(system().azure.requests.count('openai')).toBe(before);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    return answer;
  }

  return { send, refused };
}
