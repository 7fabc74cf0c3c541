/** What becomes of the answer to an offer: CORS, errors by switch, and trouble on its way. */
import { CALL_ERRORS } from '../../../../../../local/azure/openai/calls/call-errors.ts';
import { CALLS_PATH, mintSecret } from '../../../../../calls/caller.ts';
import { useOffers } from './offers.ts';
import { useVoice } from './voice.ts';

const voice = useVoice();
const offers = useOffers(voice);
const { post } = offers;

describe('a page of another origin', () => {
  const preflight = (asked: string) =>
    fetch(`${voice.resource.url}${CALLS_PATH}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': asked,
      },
    });

  test('is allowed two headers by its preflight, or by switch all it asks for, or none', async () => {
    const asked = 'authorization,content-type,x-openai-agents-sdk';
    const fixed = await preflight(asked);
    expect([fixed.status, fixed.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(fixed.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    voice.azure.switches.set('calls.preflight', 'echo');
    expect((await preflight(asked)).headers.get('access-control-allow-headers')).toBe(asked);
    voice.azure.switches.set('calls.preflight', 'refused');
    const refused = await preflight(asked);
    expect([refused.status, refused.headers.get('access-control-allow-headers')]).toEqual([404, null]);
  });

  test('reads an error, and by switch does not', async () => {
    expect((await post({ body: '' })).headers.get('access-control-allow-origin')).toBe('*');
    voice.azure.switches.set('calls.errorCors', 'off');
    expect((await post({ body: '' })).headers.get('access-control-allow-origin')).toBeNull();
    expect((await post()).headers.get('access-control-allow-origin')).toBe('*');
  });
});

test.each(Object.entries(CALL_ERRORS))('calls.error %s', async (name, row) => {
  voice.azure.switches.set('calls.error', name);
  const { status, headers, text } = await post();
  expect([status, text]).toEqual([row.status, row.body]);
  expect(Object.fromEntries(headers)).toMatchObject('headers' in row ? row.headers : {});
  expect(headers.get('apim-request-id')).not.toBeNull();
});

describe('calls.answer', () => {
  test.each(['reset', 'half-body'])('%s is a connection that breaks', async (value) => {
    voice.azure.switches.set('calls.answer', value);
    await expect(post()).rejects.toThrow(/fetch failed|terminated/);
  });

  test.each([
    ['html-200', 200, /<html>/, 'text/html'],
    ['html-403', 403, /<html>/, 'text/html'],
    ['html-500', 500, /<html>/, 'text/html'],
    ['empty-body', 201, /^$/, null],
    ['not-sdp', 201, /no description/, 'text/plain; charset=utf-8'],
  ])('%s is %d and no answer', async (value, status, body, type) => {
    voice.azure.switches.set('calls.answer', value);
    const answer = await post();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
    expect(answer.text).toMatch(body);
    expect(voice.azure.calls.list()).toEqual([]);
  });

  test('redirect leads elsewhere, where somebody who follows is seen', async () => {
    voice.azure.switches.set('calls.answer', 'redirect');
    const { status, headers } = await post();
    expect([status, headers.get('location')]).toEqual([
      302,
      expect.stringMatching(/^http:\/\/localhost:\d+\/redirected$/),
    ]);
  });

  test('hang answers nothing for as long as somebody waits', async () => {
    voice.azure.switches.set('calls.answer', 'hang');
    const secret = await mintSecret(voice.resource);
    const waiting = fetch(`${voice.resource.url}${CALLS_PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: offers.good,
      signal: AbortSignal.timeout(200),
    });
    await expect(waiting).rejects.toThrow(/timeout/);
  });

  test('no-location and application-sdp are calls all the same', async () => {
    voice.azure.switches.set('calls.answer', 'no-location');
    const nameless = await post();
    expect([nameless.status, nameless.headers.get('location')]).toEqual([201, null]);
    voice.azure.switches.set('calls.answer', 'application-sdp');
    expect((await post()).headers.get('content-type')).toBe('application/sdp');
    expect(voice.azure.calls.list()).toHaveLength(2);
  });

  test('a delay delays, and the call of who has gone in the meantime is not made', async () => {
    voice.azure.switches.set('calls.delayMs', 300);
    const secret = await mintSecret(voice.resource);
    const leaving = fetch(`${voice.resource.url}${CALLS_PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: offers.good,
      signal: AbortSignal.timeout(50),
    });
    await expect(leaving).rejects.toThrow(/timeout/);
    voice.azure.switches.set('calls.delayMs', 0);
    expect((await post({ secret })).status).toBe(201);
    expect(voice.azure.calls.list()).toHaveLength(1);
  });
});
