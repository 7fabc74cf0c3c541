/** When the user is heard to speak, counted in packets of 20 ms. */
import { createHearing, type TurnDetection } from '../../../../../../local/azure/openai/calls/hearing.ts';

const LOUD = 44;
const QUIET = 45;
const NONE = undefined;

function aHearing(detection: TurnDetection = { silenceMs: 200, prefixMs: 100 }) {
  const heard: (readonly [string, number, number?])[] = [];
  let turn: readonly Buffer[] = [];
  let number = 0;
  let current: TurnDetection | undefined = detection;
  const hearing = createHearing(() => current, {
    started: (atMs) => heard.push(['started', atMs]),
    stopped(atMs, packets) {
      turn = packets;
      heard.push(['stopped', atMs, packets.length]);
    },
  });
  return {
    heard,
    turn: () => turn.map((payload) => payload.readUInt16BE()),
    take: () => hearing.take().map((payload) => payload.readUInt16BE()),
    detect(next: TurnDetection | undefined) {
      current = next;
    },
    hear(packets: number, level: number | undefined) {
      for (let index = 0; index < packets; index += 1) {
        const payload = Buffer.alloc(2);
        payload.writeUInt16BE(number);
        number += 1;
        hearing.hear({ payload, level });
      }
    },
  };
}

test('three loud packets are speech, and it began with the first of them', () => {
  const { heard, hear } = aHearing();
  hear(10, QUIET);
  hear(3, LOUD);
  expect(heard).toEqual([['started', 200]]);
});

test('a click of two packets is none', () => {
  const { heard, hear } = aHearing();
  for (let index = 0; index < 5; index += 1) {
    hear(2, LOUD);
    hear(1, QUIET);
  }
  expect(heard).toEqual([]);
});

test('a turn ends with as much silence as the session says, and not with a shorter pause', () => {
  const { heard, hear, turn } = aHearing({ silenceMs: 200, prefixMs: 0 });
  hear(5, LOUD);
  hear(9, QUIET);
  hear(1, LOUD);
  hear(9, QUIET);
  expect(heard).toEqual([['started', 0]]);
  hear(1, QUIET);
  expect(heard.at(-1)).toEqual(['stopped', 500, 25]);
  expect(turn()).toEqual(Array.from({ length: 25 }, (_, index) => index));
});

test('what was just before the speech is part of the turn', () => {
  const { hear, turn } = aHearing({ silenceMs: 20, prefixMs: 100 });
  hear(50, QUIET);
  hear(3, LOUD);
  hear(1, QUIET);
  expect(turn()[0]).toBe(45);
});

test('a caller that sends no levels is not heard', () => {
  const { heard, hear } = aHearing();
  hear(100, NONE);
  expect(heard).toEqual([]);
});

test('without turn detection all is kept until it is taken, and then forgotten', () => {
  const { heard, hear, take, detect } = aHearing();
  detect(undefined);
  hear(5, LOUD);
  hear(5, NONE);
  expect(take()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(take()).toEqual([]);
  expect(heard).toEqual([]);
});

test('a turn ends at half a minute of sound, however long somebody speaks', () => {
  const { hear, turn } = aHearing({ silenceMs: 20, prefixMs: 0 });
  hear(2_000, LOUD);
  hear(1, QUIET);
  expect(turn()).toHaveLength(1_500);
  expect(turn()[0]).toBe(0);
});

test('turn detection that is switched off in the middle of a turn leaves the turn to the client', () => {
  const { heard, hear, detect, take } = aHearing({ silenceMs: 20, prefixMs: 0 });
  hear(5, LOUD);
  detect(undefined);
  hear(5, QUIET);
  expect(heard).toEqual([['started', 0]]);
  expect(take()).toHaveLength(10);
});
