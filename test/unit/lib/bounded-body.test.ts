import * as fc from 'fast-check';
import { parseJson, readBoundedText } from '../../../src/lib/bounded-body.ts';
import { err, ok } from '../../../src/lib/result.ts';
import { forAll } from '../../support/property.ts';

/** A body that comes in the given pieces, and tells when it was cancelled. */
function aStream(pieces: readonly string[]) {
  const state = { cancelled: false };
  const queue = [...pieces];
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = queue.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(piece));
    },
    cancel() {
      state.cancelled = true;
    },
  });
  return { state, response: new Response(stream) };
}

describe('readBoundedText', () => {
  test('reads an answer without a body as empty', async () => {
    expect(await readBoundedText(new Response(null, { status: 204 }), 10)).toEqual(ok(''));
  });

  test('reads a body of exactly the limit', async () => {
    expect(await readBoundedText(new Response('0123456789'), 10)).toEqual(ok('0123456789'));
  });

  test('refuses a body of one byte more', async () => {
    expect(await readBoundedText(new Response('0123456789a'), 10)).toEqual(
      err({ reason: 'body_too_large', maxBytes: 10 }),
    );
  });

  test('counts bytes and not characters', async () => {
    expect(await readBoundedText(new Response('ééééé'), 10)).toEqual(ok('ééééé'));
    expect((await readBoundedText(new Response('éééééé'), 10)).ok).toBe(false);
  });

  test('stops reading, and closes the stream, once there is too much', async () => {
    const { state, response } = aStream(['01234', '56789', 'abcde', 'never']);
    expect((await readBoundedText(response, 10)).ok).toBe(false);
    expect(state.cancelled).toBe(true);
  });

  test('puts a character together that was cut between two pieces', async () => {
    const bytes = new TextEncoder().encode('€');
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.subarray(0, 1));
        controller.enqueue(bytes.subarray(1));
        controller.close();
      },
    });
    expect(await readBoundedText(new Response(stream), 10)).toEqual(ok('€'));
  });
});

describe('parseJson', () => {
  test('gives what JSON.stringify was given', () => {
    forAll(
      fc.property(fc.jsonValue(), (value) =>
        expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    );
  });

  test.each(['', 'undefined', '{', '<html>', "{'a':1}"])('gives undefined for %j', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });
});
