/** The lines of a result and of the summary. Colour only where the stream takes it: NO_COLOR, FORCE_COLOR, no terminal. */
import { styleText } from 'node:util';
import { CHECK_IDS } from '../check-ids.ts';
import type { Findings, RootCause } from '../root-cause.ts';
import type { CheckResult } from '../run-checks.ts';
import type { Mend, Verdict } from '../verdict.ts';

export type Paint = (state: Verdict['state'], text: string) => string;

const COLOURS = { ok: 'green', warn: 'yellow', fail: 'red', skipped: 'gray' } as const;
const WORDS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL', skipped: 'skip' } as const;
const ID_WIDTH = Math.max(...CHECK_IDS.map((id) => id.length));
const INDENT = ' '.repeat(WORDS.ok.length + ID_WIDTH + 4);

/** Before 20.18 `styleText` is not there, or colours whatever the stream is. */
const [MAJOR = 0, MINOR = 0] = process.versions.node.split('.').map(Number);
const MINDS_STREAM = MAJOR > 20 || MINOR >= 18;

export function createPaint(stream: NodeJS.WritableStream): Paint {
  return (state, text) => (MINDS_STREAM ? styleText(COLOURS[state], text, { stream }) : text);
}

export function resultLines({ id, verdict }: CheckResult, paint: Paint): readonly string[] {
  const start = `${paint(verdict.state, WORDS[verdict.state])}  ${id.padEnd(ID_WIDTH)}  `;
  if (verdict.state === 'skipped') {
    const way = verdict.mend ? mendLines(verdict.mend) : [];
    return [`${start}skipped because ${verdict.because}`, ...way.map((line) => INDENT + line)];
  }
  return [start + verdict.say, ...(verdict.detail ?? []).map((line) => INDENT + line)];
}

export function summaryLines(
  results: readonly CheckResult[],
  { causes, warnings }: Findings,
  paint: Paint,
): readonly string[] {
  const skips = results.filter(({ verdict }) => verdict.state === 'skipped').length;
  const [only, ...more] = causes;
  const lines =
    only && more.length === 0
      ? causeLines(paint('fail', 'Root cause'), only)
      : [
          headline(results, { causes, warnings }, paint),
          ...causes.flatMap((cause) => ['', ...causeLines(paint('fail', cause.id), cause)]),
        ];
  return [
    ...lines,
    ...warnings.flatMap((warning) => ['', ...causeLines(paint('warn', warning.id), warning)]),
    ...(skips > 0 && skips < results.length
      ? [
          '',
          skips === 1
            ? 'One check was skipped; its line above says why.'
            : `${skips} checks were skipped; each line above says why.`,
        ]
      : []),
  ];
}

function headline(results: readonly CheckResult[], { causes, warnings }: Findings, paint: Paint): string {
  if (causes.length > 0) return paint('fail', `${causes.length} causes, each by itself:`);
  const skips = results.filter(({ verdict }) => verdict.state === 'skipped').length;
  if (skips === results.length) return 'Nothing could be looked at.';
  if (warnings.length === 0 && skips > results.length / 2) return 'Nothing fails, and most checks could not look.';
  if (warnings.length === 0) return paint('ok', 'Everything that was looked at is fine.');
  return `Nothing fails. ${warnings.length === 1 ? 'One thing is' : `${warnings.length} things are`} worth mending:`;
}

function causeLines(title: string, { verdict, explains }: RootCause): readonly string[] {
  return [
    `${title}: ${verdict.say}`,
    ...(explains.length > 0 ? [`Because of it: ${explains.join(', ')}.`] : []),
    ...mendLines(verdict.mend),
  ];
}

/** A command stands alone on its line, so that it can be copied; another way comes after the whole of the first. */
function mendLines({ say, run = [], or }: Mend): readonly string[] {
  return [...(say ? [say] : []), ...run.map((command) => `  ${command}`), ...(or ? mendLines(or) : [])];
}
