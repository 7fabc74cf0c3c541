/**
 * Results in the order of the checks, as soon as all before them are there; on a terminal also a list of what still
 * runs, drawn again at each result. Elsewhere (a pipe, CI, TERM=dumb) only the results, one a line.
 */
import type { CheckId } from '../check-ids.ts';
import type { CheckResult } from '../run-checks.ts';

export interface LiveStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** 0 on some pseudo-terminals. */
  readonly columns?: number;
}

export interface LiveList {
  /** Of one check. */
  settle(results: readonly CheckResult[]): void;
  /** Leaves nothing behind but the results. */
  end(): void;
}

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const CLEAR_BELOW = '\u001b[0J';
/** With what a shell calls an end by each. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const MAX_SHOWN = 8;
const USUAL_COLUMNS = 80;

export function createLiveList({
  stream,
  ids,
  environment,
  toLines,
}: {
  readonly stream: LiveStream;
  readonly ids: readonly CheckId[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly toLines: (result: CheckResult) => readonly string[];
}): LiveList {
  const isLive = stream.isTTY === true && environment['TERM'] !== 'dumb' && !environment['CI'];
  const settled = new Map<CheckId, readonly CheckResult[]>();
  let printed = 0;
  let drawn = 0;
  let isOver = false;

  function flush(): string {
    const lines: string[] = [];
    for (let next = settled.get(ids[printed] as CheckId); next; next = settled.get(ids[printed] as CheckId)) {
      lines.push(...next.flatMap(toLines));
      printed += 1;
    }
    return lines.map((line) => `${line}\n`).join('');
  }

  function draw(): string {
    const running = ids.filter((id) => !settled.has(id));
    const more = running.length > MAX_SHOWN ? [`… and ${running.length - MAX_SHOWN} more`] : [];
    // A line that wraps would be two when the cursor goes back up.
    const width = (stream.columns || USUAL_COLUMNS) - 1;
    const lines = [...running.slice(0, MAX_SHOWN).map((id) => `…     ${id}`), ...more].map((line) =>
      line.slice(0, width),
    );
    drawn = lines.length;
    return lines.map((line) => `${line}\n`).join('');
  }

  const erase = (): string => (drawn === 0 ? '' : `\u001b[${drawn}A\r${CLEAR_BELOW}`);
  const restore = (): void => {
    if (isOver) return;
    isOver = true;
    stream.write(`${erase()}${SHOW_CURSOR}`);
  };
  /** Node ends at a signal without `exit`, and the cursor would stay hidden. */
  const listeners = Object.entries(SIGNALS).map(
    ([signal, status]) =>
      [
        signal,
        () => {
          restore();
          process.exit(status);
        },
      ] as const,
  );
  if (isLive) {
    process.once('exit', restore);
    for (const [signal, listener] of listeners) process.once(signal, listener);
    stream.write(HIDE_CURSOR + draw());
  }
  return {
    settle(results) {
      const [first] = results;
      if (first) settled.set(first.id, results);
      const lines = flush();
      if (isLive) stream.write(erase() + lines + draw());
      else if (lines !== '') stream.write(lines);
    },
    end() {
      if (!isLive) return;
      restore();
      process.off('exit', restore);
      for (const [signal, listener] of listeners) process.off(signal, listener);
    },
  };
}
