/** Asks the person, where there is one. */
import { createInterface } from 'node:readline';
import { UsageError } from '../command-options.ts';

export type Confirm = (question: string) => Promise<boolean>;

export interface Consent {
  /** `--yes`: nobody is asked. */
  readonly isAgreed: boolean;
  /** Absent where nobody can be asked. */
  readonly confirm: Confirm | undefined;
  readonly write: (text: string) => void;
}

interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
}

/** On stderr, so that a report that is kept in a file has no question in it. Whoever ends it without an answer says no. */
export function createConfirm({ stdin, stderr }: Terminal): Confirm | undefined {
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  return (question) => {
    const asking = createInterface({ input: stdin, output: stderr });
    return new Promise((resolve) => {
      asking.once('close', () => resolve(false));
      asking.question(question, (answer) => {
        resolve(/^y(?:es)?$/i.test(answer.trim()));
        asking.close();
      });
    });
  };
}

/** @param what says what the doctor is about to do, and what it costs. @throws {UsageError} if nobody can be asked. */
export async function agree(what: string, { isAgreed, confirm, write }: Consent): Promise<boolean> {
  if (isAgreed) return true;
  if (!confirm) throw new UsageError(`${what} If nobody is there to ask, --yes agrees to it.`);
  if (await confirm(`${what}\nGo on? [y/N] `)) return true;
  write('Nothing was asked.');
  return false;
}
