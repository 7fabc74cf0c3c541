/** What goes to the process of the doctor and comes back. */
import type { Visit } from './visit.ts';

export interface VisitOrder {
  readonly id: number;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** PEM, of the Azure that is looked at. */
  readonly certificate: string;
}

export interface VisitMade extends Visit {
  readonly id: number;
}
