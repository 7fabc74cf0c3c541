/** What every route is. */
import type { Handler } from '../http/edge.ts';
import type { Refusal } from '../problems/problem.ts';

export type RouteHandler = Handler<Refusal>;
