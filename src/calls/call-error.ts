/** The ways in which a call cannot begin, beyond the caller's own quota. */

export type CallError =
  /** As many calls are on the line as the deployment may have. */
  | { readonly reason: 'deployment_full'; readonly waitSeconds: number }
  /** The service cannot guarantee that the call ends. */
  | {
      readonly reason: 'leash_unavailable';
      readonly cause:
        | 'StorageNotNamed'
        | 'ClockStopped'
        | 'HangUpForbidden'
        | 'NotWritten'
        | 'NotHeld'
        | 'EndBefore'
        | (string & {});
      /** Where it is known when a call may begin again: of `EndBefore`. */
      readonly waitSeconds?: number;
    };
