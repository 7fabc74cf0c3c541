/** Ten calls by the example with a backend, and by each that its neighbours have not. */
import { EXAMPLES } from '../../examples/serve/start-example.ts';
import { describeTenCalls, WITH_SDK, WITHOUT_SDK } from './ten-calls.ts';

const ELSEWHERE = new Set([...WITHOUT_SDK, ...WITH_SDK]);

describeTenCalls(
  'the example with a backend, in ten calls',
  EXAMPLES.filter((name) => !ELSEWHERE.has(name)),
);
