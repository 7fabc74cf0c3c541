/** Ten calls by each example of an official SDK. */
import { describeTenCalls, WITH_SDK } from './ten-calls.ts';

describeTenCalls('the example of an SDK, in ten calls', WITH_SDK);
