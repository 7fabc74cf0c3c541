import { describeTenCalls } from './ten-calls.ts';

describeTenCalls('plain-html');
