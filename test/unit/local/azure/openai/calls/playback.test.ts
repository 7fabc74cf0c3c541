/** What is spoken when: packets, their numbers and times. */
import type { SpokenPacket } from '../../../../../../local/azure/openai/calls/peer.ts';
import { createPlayback } from '../../../../../../local/azure/openai/calls/playback.ts';

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

const SILENCE = Buffer.from('silence');
const packetsOf = (length: number) => Array.from({ length }, (_, index) => Buffer.from([index]));

function aPlayback() {
  const spoken: SpokenPacket[] = [];
  const ended = jest.fn();
  const audio = { samplesPerPacket: 960, silence: SILENCE };
  const playback = createPlayback({ audio, speak: (packet) => spoken.push(packet) });
  const differences = (of: 'sequenceNumber' | 'timestamp') =>
    spoken.slice(1).map((packet, index) => packet[of] - (spoken[index]?.[of] ?? 0));
  return { ...playback, spoken, ended, differences };
}

test('a packet leaves each 20 ms, numbered on and a packet later', () => {
  const { play, spoken, ended, differences } = aPlayback();
  play(packetsOf(5), ended);
  jest.advanceTimersByTime(79);
  expect(spoken).toHaveLength(4);
  jest.advanceTimersByTime(1);
  expect(spoken.map(({ payload }) => payload)).toEqual(packetsOf(5));
  expect(spoken.map(({ isFirst }) => isFirst)).toEqual([true, false, false, false, false]);
  expect(differences('sequenceNumber')).toEqual([1, 1, 1, 1]);
  expect(differences('timestamp')).toEqual([960, 960, 960, 960]);
});

test('the end is told when the last packet has been heard, once', () => {
  const { play, ended } = aPlayback();
  play(packetsOf(5), ended);
  jest.advanceTimersByTime(99);
  expect(ended).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1_000);
  expect(ended).toHaveBeenCalledTimes(1);
});

test('nothing to play has ended at once', () => {
  const { play, ended, spoken } = aPlayback();
  play([], ended);
  jest.advanceTimersByTime(0);
  expect([ended.mock.calls.length, spoken.length]).toEqual([1, 0]);
});

test('a pause between two playbacks has passed for the receiver as well', () => {
  const { play, ended, differences } = aPlayback();
  play(packetsOf(2), ended);
  jest.advanceTimersByTime(1_040);
  play(packetsOf(1), ended);
  jest.advanceTimersByTime(0);
  expect(differences('timestamp')).toEqual([960, 960 * 51]);
  expect(differences('sequenceNumber')).toEqual([1, 1]);
});

test('what is cut ends in a little silence, and its end is not told', () => {
  const { play, cut, ended, spoken, differences } = aPlayback();
  play(packetsOf(50), ended);
  jest.advanceTimersByTime(40);
  cut();
  jest.advanceTimersByTime(5_000);
  expect(spoken.slice(3).map(({ payload }) => payload)).toEqual(Array.from({ length: 5 }, () => SILENCE));
  expect(differences('timestamp')).toEqual(Array.from({ length: 7 }, () => 960));
  expect(ended).not.toHaveBeenCalled();
});

test('a cut where nothing plays says nothing', () => {
  const { cut, spoken } = aPlayback();
  cut();
  expect(spoken).toEqual([]);
});

test('what is stopped ends without another packet', () => {
  const { play, stop, ended, spoken } = aPlayback();
  play(packetsOf(50), ended);
  jest.advanceTimersByTime(0);
  stop();
  jest.advanceTimersByTime(5_000);
  expect([spoken.length, ended.mock.calls.length]).toEqual([1, 0]);
});

test('numbers and times begin again where they end: 16 and 32 bits', () => {
  const random = jest.spyOn(Math, 'random').mockReturnValue(0.999_999_999);
  const { play, ended, spoken } = aPlayback();
  random.mockRestore();
  play(packetsOf(0x8002), ended);
  jest.advanceTimersByTime(0x8002 * 20);
  expect(spoken.map(({ sequenceNumber }) => sequenceNumber).slice(0x7fff, 0x8002)).toEqual([0xfffe, 0xffff, 0]);
  expect(Math.max(...spoken.map(({ timestamp }) => timestamp))).toBeLessThan(2 ** 32);
});
