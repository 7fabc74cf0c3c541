/** The playground before a call. */
import { LOOKS } from './playground/looks.ts';
import { describeReadable } from './playground/readable.ts';

describeReadable('the playground', LOOKS);
