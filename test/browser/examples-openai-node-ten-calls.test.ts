import { describeTenCalls } from './ten-calls.ts';

describeTenCalls('openai-node');
