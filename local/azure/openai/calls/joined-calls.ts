/** The calls of several registries as those of one. */
import type { OpenCalls } from './call-registry.ts';

export function joinCalls(all: readonly OpenCalls[]): OpenCalls {
  return {
    list: () => all.flatMap((calls) => calls.list()),
    ended: () => all.flatMap((calls) => calls.ended()),
    hangUp: async (id) => (await Promise.all(all.map((calls) => calls.hangUp(id)))).includes(true),
  };
}
