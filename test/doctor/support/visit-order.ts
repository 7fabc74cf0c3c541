/** What goes to the process of the doctor and comes back. */
import type { Visit } from './visit.ts';

/** The doctor, or the command that moves to another model. */
export type Program = 'doctor' | 'successor';

export interface VisitOrder {
  readonly program: Program;
  /** What the person says to every question; absent where there is none. */
  readonly agrees?: boolean;
  readonly id: number;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** PEM, of the Azure that is looked at. */
  readonly certificate: string;
  /** Its `az`: the script, and where that sends its arguments. */
  readonly az: { readonly program: string; readonly url: string };
}

export interface VisitMade extends Visit {
  readonly id: number;
}
