/** Takes a Result apart, and fails the test when it is the other kind. */
import type { Result } from '../../src/lib/result.ts';

export function unwrap<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`Expected a value, got the reason ${JSON.stringify(result.error)}`);
  return result.value;
}

export function errorOf<T, E>(result: Result<T, E>): E {
  if (result.ok) throw new Error(`Expected a reason, got the value ${JSON.stringify(result.value)}`);
  return result.error;
}
