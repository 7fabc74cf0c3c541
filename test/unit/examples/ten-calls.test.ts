import { existsSync } from 'node:fs';
import { EXAMPLES } from '../../../examples/serve/start-example.ts';

test.each(EXAMPLES)('ten calls are made by the example %s', (name) => {
  expect(existsSync(`test/browser/examples-${name}-ten-calls.test.ts`)).toBe(true);
});
