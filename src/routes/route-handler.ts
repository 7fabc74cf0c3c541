/** What every route is. */
import type { HttpResponseInit } from '@azure/functions';
import type { Exchange } from '../issuance/exchange.ts';
import type { Result } from '../lib/result.ts';
import type { Refusal } from '../problems/to-problem.ts';

export type RouteHandler = (exchange: Exchange) => Promise<Result<HttpResponseInit, Refusal>>;
