/** The table of rooms in CONTRIBUTING.md, whose other words are a person's. */
import { ROOMS } from '../layers.ts';
import { GENERATED, table } from './markdown.ts';

const END = '<!-- End of what is made. -->';

/** The page as it stands, with the table made anew. Throws where the page has lost the place for it. */
export function contributingPage(current: string): string {
  const [before, rest = ''] = current.split(GENERATED);
  const [, after] = rest.split(END);
  if (before === undefined || after === undefined) throw new Error('CONTRIBUTING.md has no place for the rooms.');
  const rows = ROOMS.map(({ path, holds, mayImport }) => [code(path), holds, mayImport.map(code).join(', ') || '–']);
  return [before, GENERATED, '\n\n', table(['room', 'holds', 'may import'], rows), '\n\n', END, after].join('');
}

function code(path: string): string {
  return `\`${path}\``;
}
