import { readStatsRows, toCallStats } from '../../../client/src/call-stats.ts';

const INBOUND = { id: 'i', type: 'inbound-rtp', kind: 'audio' };

async function statsOf(...rows: readonly { readonly id: string; readonly [member: string]: unknown }[]) {
  const getStats = async () => new Map(rows.map((row) => [row.id, row])) as unknown as RTCStatsReport;
  return toCallStats(await readStatsRows({ getStats }));
}

test('counts what was lost against all that was sent', async () => {
  const inbound = { ...INBOUND, packetsReceived: 75, packetsLost: 25, jitter: 0.004 };
  expect(await statsOf(inbound)).toEqual({ packetsReceived: 75, lostPercent: 25, jitterMs: 4, isAudible: false });
});

test('tells the way of the pair in use, and how long it takes', async () => {
  const pair = {
    id: 'p',
    type: 'candidate-pair',
    nominated: true,
    state: 'succeeded',
    localCandidateId: 'l',
    currentRoundTripTime: 0.02,
  };
  const stats = await statsOf(pair, { id: 'l', type: 'local-candidate', protocol: 'tcp' });
  expect(stats).toMatchObject({ roundTripMs: 20, protocol: 'tcp', packetsReceived: 0 });
});

test('tells what the microphone gave, and nothing where a browser does not measure it', async () => {
  const source = { id: 's', type: 'media-source', kind: 'audio', totalAudioEnergy: 0.5 };
  expect((await statsOf(source)).microphoneEnergy).toBe(0.5);
  expect(await statsOf(INBOUND)).not.toHaveProperty('microphoneEnergy');
});

test.each([
  ['no packet', {}, [0, false]],
  ['packets of silence', { packetsReceived: 9, audioLevel: 0 }, [9, false]],
  ['sound', { packetsReceived: 9, audioLevel: 0.1 }, [9, true]],
  ['sound that is over', { packetsReceived: 9, audioLevel: 0, totalAudioEnergy: 0.01 }, [9, true]],
])('hears %s', async (_name, members, [packets, isAudible]) => {
  const stats = await statsOf({ ...INBOUND, ...members });
  expect([stats.packetsReceived, stats.isAudible]).toEqual([packets, isAudible]);
});
