/** What a visit of the doctor is asked and answers, in whatever process it is made. */
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import type { Report } from '../../../tools/doctor/report.ts';

export interface Visit {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface VisitOptions {
  /** What the person at the terminal says to every question; by default there is none. */
  readonly agrees?: boolean;
  /** Over that of the operator. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the command is typed; an empty one by default. */
  readonly folder?: string;
}

export type Run<O = VisitOptions> = (azure: EmulatedAzure, args: readonly string[], options?: O) => Promise<Visit>;

export interface Doctor<O = VisitOptions> {
  /** As the operator of that Azure. */
  readonly run: Run<O>;
  /** As `run`, with `--json`. */
  report(azure: EmulatedAzure, args: readonly string[], options?: O): Promise<Report>;
  /** Everything that was printed so far. */
  printed(): string;
  dispose(): void | Promise<void>;
}

export function toDoctor<O>(visit: Run<O>, dispose: () => void | Promise<void>): Doctor<O> {
  let printed = '';
  const run: Run<O> = async (...order) => {
    const made = await visit(...order);
    printed += `${made.stdout}${made.stderr}\n`;
    return made;
  };
  return {
    run,
    async report(azure, args, options) {
      const { stdout, stderr } = await run(azure, [...args, '--json'], options);
      if (stdout === '') throw new Error(`The doctor printed no report: ${stderr}`);
      return JSON.parse(stdout) as Report;
    },
    printed: () => printed,
    dispose,
  };
}
