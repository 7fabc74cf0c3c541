/** The lines of a result and of the summary. Colour only where the stream takes it: NO_COLOR, FORCE_COLOR, no terminal. */
import { styleText } from 'node:util';
import { CHECK_IDS } from '../check-ids.ts';
import { unseenIn } from '../report.ts';
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

export function resultLines({ id, target, verdict }: CheckResult, paint: Paint): readonly string[] {
  const start = `${paint(verdict.state, WORDS[verdict.state])}  ${id.padEnd(ID_WIDTH)}  ${named(target)}`;
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
    ...closing(results, causes).flatMap((line) => ['', line]),
  ];
}

function headline(results: readonly CheckResult[], { causes, warnings }: Findings, paint: Paint): string {
  if (causes.length > 0) return paint('fail', `${causes.length} causes, each by itself:`);
  if (results.every(({ verdict }) => verdict.state === 'skipped')) return 'The doctor could not look at anything.';
  const worth = `${warnings.length === 1 ? 'One thing is' : `${warnings.length} things are`} worth fixing:`;
  if (unseenIn(results).length > 0) return `${couldNotLook(results)} ${warnings.length === 0 ? '' : worth}`.trimEnd();
  return warnings.length === 0
    ? paint('ok', 'Everything that the doctor looked at is fine.')
    : `Nothing fails. ${worth}`;
}

function couldNotLook(results: readonly CheckResult[]): string {
  return `Could not look at ${unseenIn(results).length} of ${results.length} checks; their lines above say why.`;
}

/** What the causes do not say: what nobody has looked at. */
function closing(results: readonly CheckResult[], causes: readonly RootCause[]): readonly string[] {
  const hasUnseen = causes.length > 0 && unseenIn(results).length > 0;
  const caller = results.find(({ id, verdict }) => id === 'callers.mint' && verdict.state === 'skipped');
  return [
    ...(hasUnseen ? [couldNotLook(results)] : []),
    ...(caller?.verdict.state === 'skipped' ? [`No caller was tried: ${caller.verdict.because}.`] : []),
  ];
}

function causeLines(title: string, { target, verdict, explains }: RootCause): readonly string[] {
  return [
    `${title}: ${named(target)}${verdict.say}`,
    ...(explains.length > 0 ? [`Because of it: ${explains.join(', ')}.`] : []),
    ...mendLines(verdict.mend),
  ];
}

function named(target: string | undefined): string {
  return target === undefined ? '' : `${target}: `;
}

/** A command stands alone on its line, so that it can be copied; another way comes after the whole of the first. */
export function mendLines({ say, run = [], or }: Mend): readonly string[] {
  return [...(say ? [say] : []), ...run.map((command) => `  ${command}`), ...(or ? mendLines(or) : [])];
}
