/** The playground with a call, under way or over, and its telemetry. */
import { LOOKS_OF_CALLS } from './playground/looks.ts';
import { describeReadable } from './playground/readable.ts';

describeReadable('the playground with a call', LOOKS_OF_CALLS);
