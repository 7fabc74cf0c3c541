/** The doctor's own commands, as this person can type them: from the clone, or with the one file. */
import { quote } from './commands.ts';

export interface CommandLine {
  /** What was typed, and these options. */
  again(...options: readonly string[]): string;
  /** The doctor with these options alone. */
  doctor(...options: readonly string[]): string;
}

/** What starts the doctor, before its options. */
export const FROM_CLONE = 'npm run doctor --';

export function createCommandLine(start: string, typed: readonly string[]): CommandLine {
  const doctor = (...options: readonly string[]): string => [start, ...options.map(quote)].join(' ');
  return { doctor, again: (...options) => doctor(...typed, ...options) };
}
