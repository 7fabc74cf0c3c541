/** What a problem's `type` links: a page for each code and each diagnosis. */
import type { Advice } from '../diagnosis/catalogue-entry.ts';
import { namesIn } from '../diagnosis/explanation.ts';
import { LABEL_IN_COMMANDS } from '../diagnosis/fixes.ts';
import { CATALOGUE } from '../diagnosis/recognise.ts';
import { isProblemCode, PROBLEMS, type ProblemCode } from './all-problems.ts';

/** Plain text: it is read in a browser's tab and in a terminal alike. */
export function problemPageOf(id: string): string | undefined {
  const entry = CATALOGUE.find((one) => one.id === id);
  if (entry) return toEntryPage(entry);
  return isProblemCode(id) ? toCodePage(id) : undefined;
}

function toEntryPage(entry: (typeof CATALOGUE)[number]): string {
  const { id, title, seenAs, causes, source, confidence } = entry;
  const ranked = causes.map(({ cause, check, fix }, index) =>
    [`${index + 1}. ${cause}`, ...toLines('Check', check), ...toLines('Fix', fix)].join('\n'),
  );
  const seen = ['Seen as:', ...seenAs.map((text) => `   ${text}`)].join('\n');
  const head = [
    title,
    `diagnosis ${id}${'code' in entry ? `, code ${entry.code}` : ''}`,
    seen,
    'Causes, the most likely first:',
  ];
  return [...head, ...ranked, ...namesOf(ranked.join()), `Source: ${source} (${confidence})`].join('\n\n');
}

/** What the reader fills in: the names that the commands of this page have. */
function namesOf(commands: string): readonly string[] {
  const names = Object.entries(namesIn(commands));
  const given = names.length === 0 ? [] : [`In the commands ${names.map((pair) => pair.join(' is ')).join(', ')}.`];
  return [...given, ...(commands.includes('az appconfig kv ') ? [LABEL_IN_COMMANDS] : [])];
}

function toCodePage(code: ProblemCode): string {
  const { title, status, detail, cause } = PROBLEMS[code];
  return [title, `code ${code}, status ${status}`, cause, detail].join('\n\n');
}

/** What is the same for whoever asks with code of their own stands there once. */
function toLines(label: string, advice: Advice): readonly string[] {
  const { run, say } = { run: undefined, ...advice };
  const own = { run: undefined, say: undefined, ...advice.ownCode };
  const lines = (who: string, ...steps: readonly (string | undefined)[]) =>
    steps.flatMap((step) => (step === undefined ? [] : `   ${who}: ${step}`));
  return [
    ...lines(label, run, say),
    ...lines(`${label}, with code of your own`, own.run === run ? undefined : own.run, own.say),
  ];
}
