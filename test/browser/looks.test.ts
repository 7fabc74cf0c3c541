/** The playground before a call, and where none comes about. */
import { LOOKS } from './playground/looks.ts';
import { describeReadable } from './playground/readable.ts';

describeReadable('the playground', LOOKS);
