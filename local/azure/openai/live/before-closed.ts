/** What a sideband has to live with before it is told the end (see the switch `live.beforeClosed`). */

const MEBIBYTE = 1_048_576;
const UNKNOWN = [
  { type: 'session.of.tomorrow', note: 'session.closed' },
  { type: 'info', code: 'unknown', message: 'The next event is session.closed.' },
  {},
].map((event) => JSON.stringify(event));

/** Texts, one event each. */
export function beforeClosed(what: string): readonly string[] {
  switch (what) {
    case 'unknown-events':
      return [...UNKNOWN, 'session.closed', '[]'];
    case 'mebibyte':
      return [soundOf(MEBIBYTE)];
    case 'more':
      return [soundOf(MEBIBYTE + 1)];
    default:
      return [];
  }
}

/** @param bytes of the whole text */
function soundOf(bytes: number): string {
  const around = JSON.stringify({ type: 'session.output_audio.delta', delta: '' });
  return JSON.stringify({ type: 'session.output_audio.delta', delta: 'A'.repeat(bytes - around.length) });
}
