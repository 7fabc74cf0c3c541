/** The doctor's own commands, as this person can type them: from the clone, or with the one file. */
import { quote } from './az-commands.ts';

export interface CommandLine {
  /** What was typed, and these options. */
  again(...options: readonly string[]): string;
  /** What was typed of how to look, without where: of another subject, which these options name. */
  doctor(...options: readonly string[]): string;
}

/** What starts the doctor, before its options. */
export const FROM_CLONE = 'npm run doctor --';

/** They say how to look at whatever it is; `--before` takes no other option of where. */
const EVERYWHERE = ['--arm', '--subscription'];

export function createCommandLine(start: string, typed: readonly string[]): CommandLine {
  const command = (...options: readonly string[]): string => [start, ...options.map(quote)].join(' ');
  const kept = typed.flatMap((word, index) => {
    if (EVERYWHERE.includes(word)) return [word, ...typed.slice(index + 1, index + 2)];
    return EVERYWHERE.some((name) => word.startsWith(`${name}=`)) ? [word] : [];
  });
  return {
    again: (...options) => command(...typed, ...options),
    doctor: (...options) => command(...kept, ...options),
  };
}
