/** The report, in Markdown, ready to be pasted into an issue: what Azure did, and what of the emulated Azure that bears out. */
import { type Experiment, type Finding, OTHER } from './experiment.ts';

export interface VerifyResult {
  readonly experiment: Experiment;
  readonly finding: Finding;
}

export function verifyReport(results: readonly VerifyResult[], now: Date): string {
  const told = results.flatMap(({ experiment, finding }) => (finding.settled ? [{ experiment, finding }] : []));
  const open = results.flatMap(({ experiment, finding }) => (finding.settled ? [] : [{ experiment, finding }]));
  return [
    '## What Azure does',
    `Seen by \`doctor --verify\` on ${now.toISOString().slice(0, 10)}. Names, ids and hosts are left out.`,
    ...(told.length === 0
      ? []
      : [
          [
            '| Question | Azure | What this project assumes |',
            '| --- | --- | --- |',
            ...told.map(({ experiment, finding }) => row(experiment, finding)),
          ].join('\n'),
        ]),
    ...(open.length === 0
      ? []
      : [
          'Not settled here:',
          open
            .map(({ experiment, finding }) => `- ${experiment.question} (\`${experiment.id}\`): ${finding.because}.`)
            .join('\n'),
        ]),
  ].join('\n\n');
}

function row(experiment: Experiment, finding: Extract<Finding, { settled: true }>): string {
  const seen = [finding.value, finding.evidence].filter((part) => part !== '').join(': ');
  return `| ${experiment.question} (\`${experiment.id}\`) | ${cell(seen)} | ${assumed(experiment, finding)} |`;
}

function assumed(experiment: Experiment, finding: Extract<Finding, { settled: true }>): string {
  const { assumes } = experiment;
  if (assumes === undefined) return '';
  const what = assumes.switch === undefined ? assumes.value : `\`${assumes.switch}\` \`${assumes.value}\``;
  if (finding.value === assumes.value) return `confirmed: ${cell(what)}`;
  const other = finding.value === OTHER ? 'no value of the switch plays it' : `\`${finding.value}\` it is`;
  return `**contradicted**: ${cell(what)}${assumes.switch === undefined ? '' : `; ${other}`}`;
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
