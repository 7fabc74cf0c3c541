/** The document of `--json`: its schema, which docs/doctor.md shows, and how it is made. */
import * as z from 'zod/mini';
import { CHECK_IDS } from './check-ids.ts';
import type { Findings, RootCause } from './root-cause.ts';
import type { CheckResult } from './run-checks.ts';
import type { Mend } from './verdict.ts';

const way = { say: z.optional(z.string()), run: z.optional(z.array(z.string())) };
/** `or`: another way than the first. */
const mend = z.strictObject({ ...way, or: z.optional(z.strictObject(way)) });
const checkId = z.enum(CHECK_IDS);
/** Of realtime:targets, where that is set: a check of a target has a result for each. */
const ofTarget = { target: z.optional(z.string()) };
const result = z.strictObject({
  id: checkId,
  ...ofTarget,
  state: z.enum(['ok', 'warn', 'fail', 'skipped']),
  /** Of a skipped one: completes "skipped because …". */
  say: z.string(),
  detail: z.optional(z.array(z.string())),
  mend: z.optional(mend),
});
const cause = z.strictObject({ check: checkId, ...ofTarget, say: z.string(), mend, explains: z.array(checkId) });

export const reportSchema = z.strictObject({
  schema: z.literal(1),
  /** What was found of the deployment: names and addresses. */
  target: z.record(z.string(), z.string()),
  checks: z.array(result),
  causes: z.array(cause),
  warnings: z.array(cause),
  /** Skipped though there was something to look at. */
  unseen: z.array(checkId),
  /** The exit status. */
  status: z.enum({ fine: 0, failing: 1, unseen: 2 }),
});

export type Report = z.infer<typeof reportSchema>;

export function createReport(
  target: Readonly<Record<string, string>>,
  results: readonly CheckResult[],
  { causes, warnings }: Findings,
): Report {
  return {
    schema: 1,
    target,
    checks: results.map(toResult),
    causes: causes.map(toCause),
    warnings: warnings.map(toCause),
    unseen: [...new Set(unseenIn(results).map(({ id }) => id))],
    status: exitStatus(results),
  };
}

/** 2: something could not be looked at, so nobody knows whether it is fine. */
export function exitStatus(results: readonly CheckResult[]): Report['status'] {
  if (results.some(({ verdict }) => verdict.state === 'fail')) return 1;
  const sawNothing = results.every(({ verdict }) => verdict.state === 'skipped');
  return sawNothing || unseenIn(results).length > 0 ? 2 : 0;
}

/** What could not be looked at, though it was to be. */
export function unseenIn(results: readonly CheckResult[]): readonly CheckResult[] {
  return results.filter(({ verdict }) => verdict.state === 'skipped' && verdict.unneeded !== true);
}

function toResult({ id, target: name, verdict }: CheckResult): Report['checks'][number] {
  const named = { id, ...(name !== undefined && { target: name }) };
  if (verdict.state === 'skipped') {
    const { state, because, mend: held } = verdict;
    return { ...named, state, say: because, ...(held && { mend: toMend(held) }) };
  }
  const { state, say, detail } = verdict;
  return {
    ...named,
    state,
    say,
    ...(detail && { detail: [...detail] }),
    ...(verdict.state === 'ok' ? {} : { mend: toMend(verdict.mend) }),
  };
}

function toCause({ id, target: name, verdict, explains }: RootCause): Report['causes'][number] {
  const named = { check: id, ...(name !== undefined && { target: name }) };
  return { ...named, say: verdict.say, mend: toMend(verdict.mend), explains: [...explains] };
}

function toMend({ say, run, or }: Mend): z.infer<typeof mend> {
  return {
    ...(say !== undefined && say !== '' && { say }),
    ...(run && run.length > 0 && { run: [...run] }),
    ...(or && { or: toMend(or) }),
  };
}
