/** The playground where something is broken on purpose, and where that is fixed. */
import { LOOKS_OF_FAILURES } from './playground/looks.ts';
import { describeReadable } from './playground/readable.ts';

describeReadable('the playground with a failure', LOOKS_OF_FAILURES);
