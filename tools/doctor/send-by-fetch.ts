/** The app's port for requests, on `fetch`: the doctor needs no client that starts fast. */
import { type Send, toNoAnswer } from '../../src/lib/http.ts';
import { err, ok } from '../../src/lib/result.ts';

export function sendByFetch(fetchFrom: typeof fetch): Send {
  return async ({ url, maxBytes, ...init }) => {
    try {
      const response = await fetchFrom(url, { ...init, redirect: 'manual' });
      const text = await response.text();
      const body = Buffer.byteLength(text) > maxBytes ? undefined : text;
      return ok({ status: response.status, headers: new Map(response.headers), body });
    } catch (error) {
      return err(toNoAnswer(Object(error).cause));
    }
  };
}
