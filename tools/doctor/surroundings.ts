/** What a command of the doctor’s kind runs in: the process itself, or a test’s own. */
import type { Confirm } from './print/confirm.ts';

export interface Surroundings {
  /** What was typed before the options. */
  readonly start: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where `.azure` may be. */
  readonly folder: string;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: { write(text: string): unknown };
  /** Asks the person; absent where there is none. */
  readonly confirm?: Confirm;
}
