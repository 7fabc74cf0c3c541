/** What `npm start` needs to know of whoever runs the functions: the bundle harness or Core Tools. */
export interface ServingHost {
  readonly url: string;
  /** Resolves with a sentence for a person when it ended for good without being asked to. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}
