/** One emulated Azure for a suite of calls, and callers that are gone after each test. */
import type { EmulatedAzure } from '../../../../../../local/azure/emulated-azure.ts';
import { type Caller, type CallerOptions, call, type Resource, resourceOf } from '../../../../../calls/caller.ts';
import { startTestAzure } from '../../../../../support/start-test-azure.ts';

export interface Voice {
  readonly azure: EmulatedAzure;
  readonly resource: Resource;
  /** A call on which events can be sent; with the filter `session.created` does not come. */
  call(options?: CallerOptions): Promise<Caller>;
}

/** Call it once at the top of a file. */
export function useVoice(): Voice {
  let azure: EmulatedAzure;
  let resource: Resource;
  let callers: Caller[] = [];
  beforeAll(async () => {
    azure = await startTestAzure();
    resource = await resourceOf(azure);
  });
  afterEach(async () => {
    azure.switches.reset();
    await Promise.all(callers.map((caller) => caller.close()));
    callers = [];
  });
  afterAll(() => azure.stop());
  return {
    get azure() {
      return azure;
    },
    get resource() {
      return resource;
    },
    async call(options = {}) {
      const caller = await call(resource, options);
      callers.push(caller);
      expect({ status: caller.status, body: caller.answer.slice(0, 3) }).toEqual({ status: 201, body: 'v=0' });
      if (options.query === undefined) await caller.event('session.created');
      return caller;
    },
  };
}
