/** Every command of the Azure CLI that this project prints for a person: in its pages and in the catalogue. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Advice } from '../../../src/diagnosis/catalogue-entry.ts';
import { CATALOGUE } from '../../../src/diagnosis/recognise.ts';
import { linesOf } from '../../support/advice.ts';

export interface PrintedCommand {
  /** Where it stands. */
  readonly from: string;
  /** Text for a shell. */
  readonly text: string;
}

const ROOT = join(__dirname, '../../..');

/** Of blocks for a shell whole, of other blocks the lines that are a command, and what stands in a sentence. */
export function commandsOfPages(): readonly PrintedCommand[] {
  const pages = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /^(?:README|CONTRIBUTING|SECURITY|(?:docs|examples)\/.*)\.?\w*$/.test(file) && file.endsWith('.md'),
  );
  return pages.flatMap((from) =>
    commandsOfPage(readFileSync(join(ROOT, from), 'utf8')).map((text) => ({ from, text })),
  );
}

export function commandsOfCatalogue(): readonly PrintedCommand[] {
  return CATALOGUE.flatMap(({ id, causes }) =>
    causes.flatMap(({ id: cause, check, fix }) =>
      [...allLinesOf(check), ...allLinesOf(fix)].flatMap(inSentence).map((text) => ({ from: `${id}/${cause}`, text })),
    ),
  );
}

/** The steps of the workflows that a shell runs. */
export function commandsOfWorkflows(): readonly PrintedCommand[] {
  const folder = '.github/workflows';
  return readdirSync(join(ROOT, folder)).flatMap((file) => {
    const steps = readFileSync(join(ROOT, folder, file), 'utf8').matchAll(
      /^( *)run: (?:\|\n((?:\1 {2}.*\n|\n)+)|(.*)\n)/gm,
    );
    return [...steps].flatMap(([, , block, line]) => {
      const text = block ?? line ?? '';
      return /\baz [a-z]/.test(text) ? [{ from: `${folder}/${file}`, text }] : [];
    });
  });
}

/** With those for whoever has code of their own. */
function allLinesOf(advice: Advice): readonly string[] {
  return [...linesOf(advice), ...(advice.ownCode ? linesOf(advice.ownCode) : [])];
}

function commandsOfPage(page: string): readonly string[] {
  const blocks = [...page.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)].flatMap(([, language = '', code = '']) =>
    language === 'sh' || language === 'bash' ? [code] : code.split('\n').filter((line) => /^\s*az [a-z]/.test(line)),
  );
  const prose = page.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => (/\baz [a-z]/.test(code) ? [code] : []));
  return [...blocks, ...spans];
}

/** A command ends with the sentence that it stands in. */
function inSentence(line: string): readonly string[] {
  if (/^az /.test(line)) return [line];
  return [...line.matchAll(/\baz [a-z][\s\S]*?(?=, or |\.(?:\s|$)|$)/g)].map(([command]) => command);
}
