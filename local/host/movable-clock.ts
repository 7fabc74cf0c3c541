/**
 * Lets time pass for the app without anybody waiting: what grows old after five minutes can be seen to. It moves the
 * process's Date, and what the host does by the clock with it; timers of Node keep their pace. Only a test asks for it.
 */

/** Replaces the global Date; returns what moves it, by milliseconds. */
export function installMovableClock(): (ms: number) => void {
  const RealDate = Date;
  let offsetMs = 0;
  class MovedDate extends RealDate {
    constructor(...given: readonly unknown[]) {
      // The overloads of Date are not those of a rest parameter; what was given is passed on as it is.
      if (given.length === 0) super(MovedDate.now());
      else super(...(given as [number]));
    }
    static override now(): number {
      return RealDate.now() + offsetMs;
    }
  }
  globalThis.Date = Object.assign(MovedDate, {}) as DateConstructor;
  return (ms) => {
    offsetMs += ms;
  };
}
