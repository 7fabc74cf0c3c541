/** Reads an answer of somebody else's: never more than `maxBytes`, whatever its headers promise. */
import { err, ok, type Result } from './result.ts';

export async function readBoundedText(
  response: Response,
  maxBytes: number,
): Promise<Result<string, { readonly reason: 'body_too_large'; readonly maxBytes: number }>> {
  if (!response.body) return ok('');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    // Leaving the loop cancels the stream, which closes the connection.
    if (size > maxBytes) return err({ reason: 'body_too_large', maxBytes });
    chunks.push(chunk);
  }
  return ok(new TextDecoder().decode(Buffer.concat(chunks)));
}

/** `undefined` when the text is no JSON; a body that is the JSON text `undefined` does not exist. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
