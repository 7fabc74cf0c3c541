/** The playground with a profile of GPT-Live. */
import { LOOKS_OF_LIVE } from './playground/looks.ts';
import { describeReadable } from './playground/readable.ts';

describeReadable('the playground with GPT-Live', LOOKS_OF_LIVE);
