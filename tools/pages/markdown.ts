/** The little Markdown that the generated pages need. */

export const GENERATED = '<!-- Made by `npm run generate` from the code’s own tables. Do not edit. -->';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(toCell).join(' | ')} |`).join('\n');
}

export function page(...blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}

/** Text that is not Markdown: outside of back-ticks `<token>` would be taken for a tag, and vanish. */
export function prose(text: string): string {
  return text.replace(/`[^`]*`|[<>]/g, (found) => (found === '<' ? '&lt;' : found === '>' ? '&gt;' : found));
}

function toCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
