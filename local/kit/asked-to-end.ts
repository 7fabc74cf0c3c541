/** Resolves at the first Ctrl-C or request to end; the second one does not wait for a clean end. Ask before anything starts. */
export function untilAskedToEnd(): Promise<void> {
  let asked = false;
  return new Promise((resolve) => {
    // SIGHUP is what Windows sends when the console window closes.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}
