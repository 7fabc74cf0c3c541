/** Ten calls by each example whose page has the package alone. */
import { describeTenCalls, WITHOUT_SDK } from './ten-calls.ts';

describeTenCalls('the example without an SDK, in ten calls', WITHOUT_SDK);
