/**
 * `npm run storm:calls -- --calls N --kill-every S [--no-faults]`: calls of a minute, of 60 callers, over two instances that are killed
 * at random, with faults of the hang-up. It fails where one of the promises of docs/calls.md is broken.
 */
import { parseArgs } from 'node:util';
import { runStorm } from './storm.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '1000' },
    /** In seconds; 0 kills nobody. */
    'kill-every': { type: 'string', default: '12' },
    /** What lateness is without trouble of Azure's. */
    'no-faults': { type: 'boolean', default: false },
  },
});

const storm = await runStorm({
  calls: Number(values.calls),
  killEverySeconds: Number(values['kill-every']),
  isStepped: false,
  hasFaults: !values['no-faults'],
  perCaller: 4,
  perDeployment: 200,
  tell: (line) => void process.stderr.write(`${line}\n`),
});

const listOf = (entries: Iterable<readonly [string, number]>) =>
  [...entries]
    .sort()
    .map(([name, count]) => `${name}: ${count}`)
    .join(', ');
const at = (share: number) => storm.lateness[Math.ceil(share * storm.lateness.length) - 1] ?? Number.NaN;

process.stdout.write(
  [
    `storm      ${values.calls} calls in ${storm.seconds.toFixed(0)} s, ${storm.kills} kills`,
    `answers    ${listOf(storm.answers)}`,
    `hang-ups   ${listOf(storm.hangUps)}`,
    `ends       ${listOf(Object.entries(storm.reasons))}`,
    `at once    ${storm.peakOfCaller} of a caller, ${storm.peakOfDeployment} of the deployment`,
    `late (ms)  p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, max ${at(1)} of ${storm.lateness.length} that were due`,
    `unanswered ${storm.unknownAtAzure} calls that Azure has and nobody got an answer for`,
    ...Object.entries(storm.broken).map(([what, count]) => `${count === 0 ? 'held  ' : 'BROKEN'}     ${count} ${what}`),
    '',
  ].join('\n'),
);
process.exitCode = Object.values(storm.broken).every((count) => count === 0) ? 0 : 1;
