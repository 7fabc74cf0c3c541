import { describeTenCalls } from './ten-calls.ts';

describeTenCalls('agents');
