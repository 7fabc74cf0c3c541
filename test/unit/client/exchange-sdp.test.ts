import { exchangeBy } from '../../../client/src/exchange-by.ts';
import type { ExchangeSdpOptions, PlacedCall } from '../../../client/src/exchange-sdp.ts';
import { answered, createBench, ENDPOINT, NOW_SECONDS, problem, type Respond } from './client-bench.ts';
import { nextTurn } from './fake-clock.ts';
import { ANSWER } from './fake-peer.ts';

const OFFER = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';
const ENDS = { 'realtime-call-ends': `${NOW_SECONDS + 60}` };
const watched: Respond = ({ url }) => (url.endsWith('/hangup') ? Response.json({ state: 'ended' }) : answered(ENDS));

function startExchange(respond: Respond, more: Partial<ExchangeSdpOptions> = {}) {
  const bench = createBench({ respond });
  const calls: PlacedCall[] = [];
  const abort = new AbortController();
  const exchange = exchangeBy(bench.ports, {
    endpoint: ENDPOINT,
    getToken: () => 'token-1',
    onCall: (call) => calls.push(call),
    ...more,
  });
  return { bench, calls, abort, answer: exchange(OFFER, { signal: abort.signal }) };
}

describe('exchangeSdp', () => {
  test('gives the answer as it came, and tells of the call', async () => {
    const { answer, calls, bench } = startExchange(watched, { profile: 'assistant' });
    expect(await answer).toBe(ANSWER);
    expect(bench.sent[0]).toMatchObject({ url: `${ENDPOINT}/realtime/calls?profile=assistant`, body: OFFER });
    expect(calls).toMatchObject([
      { callId: 'rtc_abc', model: 'gpt-realtime-mini', endsAt: (NOW_SECONDS + 60) * 1_000 },
    ]);
  });

  test('throws the refusal with its code', async () => {
    const { answer } = startExchange(() => problem(429, 'quota_exceeded'));
    await expect(answer).rejects.toMatchObject({ name: 'CallError', code: 'quota_exceeded', status: 429 });
  });

  test('hangs up once, by the page’s wish or when the page goes', async () => {
    const { answer, calls, bench } = startExchange(watched);
    await answer;
    bench.leave();
    expect(bench.sent.at(-1)).toMatchObject({ url: `${ENDPOINT}/realtime/calls/rtc_abc/hangup`, keepalive: true });
    expect(await calls[0]?.hangUp()).toBeUndefined();
    expect(bench.sent).toHaveLength(2);
  });

  test('hangs up a call that is answered after the helper has given up', async () => {
    let release = (_: Response): void => undefined;
    const pending = new Promise<Response>((resolve) => {
      release = resolve;
    });
    const { answer, bench, abort, calls } = startExchange((sent) =>
      sent.url.endsWith('/hangup') ? watched(sent) : pending,
    );
    await nextTurn();
    abort.abort(new Error('too late'));
    release(answered(ENDS));
    await expect(answer).rejects.toThrow();
    await nextTurn();
    expect(calls).toEqual([]);
    expect(bench.sent.map(({ url }) => url.slice(ENDPOINT.length))).toEqual([
      '/realtime/calls',
      '/realtime/calls/rtc_abc/hangup',
    ]);
  });
});
