/** The leash over the tables and the Azure of the sweep's bench: calls begin as the relay begins them. */
import type { Beginning } from '../../../src/calls/beginning.ts';
import { createLeash } from '../../../src/calls/leash.ts';
import { type Terms, termsOf } from '../../../src/calls/terms.ts';
import { createUndo } from '../../../src/calls/undo-beginning.ts';
import { ok } from '../../../src/lib/result.ts';
import type { Probe } from '../../../src/realtime/call-control.ts';
import { unwrap } from '../../support/result.ts';
import { aTarget } from '../../support/target.ts';
import { aSweepBench, ORIGIN, RULES } from './sweep-bench.ts';

/** Of a profile that says ten minutes. */
export const TERMS = termsOf({
  ...{ api: 'realtime', rules: RULES.calls, policies: {}, maxMinutes: 10, isPerson: true, hasStorage: true },
}) as Terms;

export function aLeashBench(seen: Probe = 'alive') {
  const bench = aSweepBench();
  const { table, quota, upstream: control, ender } = bench;
  const { now } = bench.clock;
  bench.azure.probe = () => seen;
  const forbidden: string[] = [];
  const clock = {
    check: async () => ok({ at: now(), by: 'timer', forbidden, confirmed: [], asked: [] } as const),
    noteForbidden: async (origin: string) => void forbidden.push(origin),
  };
  const begun: string[] = [];
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  const undo = createUndo({ table, quota, control, clock, pause });
  const leash = createLeash({
    ...{ table, quota, control, ender, clock, undo, now },
    begun: ({ callId }) => begun.push(callId),
  });
  async function begin(callId: string): Promise<ReturnType<typeof leash.begin>> {
    const call = { id: `mint_${callId}`, wantedSeconds: TERMS.seconds, perCaller: TERMS.perCaller };
    const share = unwrap(await quota.take('ada', {}, call));
    const beginning: Beginning = {
      ...{ callId, target: aTarget(ORIGIN), terms: TERMS, share, place: undefined },
      about: { id: call.id, caller: 'ada', formerCallers: [], rule: 'rule', profile: 'default' },
    };
    return leash.begin(beginning);
  }
  return { ...bench, leash, begin, begun, forbidden, pauses };
}
