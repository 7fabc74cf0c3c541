/** Asks the person, where there is one. */
import { createInterface } from 'node:readline';

export type Confirm = (question: string) => Promise<boolean>;

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
