/**
 * From what was seen to what it means: the catalogue and the codes of the server itself, and the few things that only
 * this page can meet. This file is the page's one door to that knowledge.
 */
import type { Advice, CatalogueEntry } from '../../../src/diagnosis/catalogue-entry.ts';
import { namesIn } from '../../../src/diagnosis/explanation.ts';
import { USE_RELAY } from '../../../src/diagnosis/fixes.ts';
import { rankSilence } from '../../../src/diagnosis/rank-silence.ts';
import { CATALOGUE, recognise, recogniseEvent, recogniseState } from '../../../src/diagnosis/recognise.ts';
import { isProblemCode, PROBLEMS, type ProblemCode } from '../../../src/problems/all-problems.ts';
import type { Way } from './call/call-state.ts';
import type { Failure } from './call/failure.ts';
import { isPageSymptom, PAGE_SYMPTOMS } from './page-symptoms.ts';
import { describeSilence } from './silence.ts';

export interface Explanation {
  /** Id of the catalogue's entry, code of a problem, or name of something of this page. */
  readonly id: string;
  readonly title: string;
  /** What was seen, in a sentence or two. */
  readonly happened: string;
  /** Most likely first. */
  readonly causes: readonly ExplainedCause[];
  readonly source?: string;
  /** What the reader fills in for the names that the commands still have. */
  readonly names: Readonly<Record<string, string>>;
}

export interface ExplainedCause {
  readonly cause: string;
  readonly check?: Advice;
  readonly fix: Advice;
  /** The fix, where this page can do it itself. */
  readonly action?: PageFix;
}

export type PageFix = 'use-relay' | 'use-new-caller';

/** What the commands of an explanation are filled in with, and what this page can do about it. */
export interface ExplanationContext {
  /** Of this page. */
  readonly origin: string;
  /** Base URL, which ends in `/api`. */
  readonly endpoint: string;
  /** Of names in commands, as far as they are known. */
  readonly names: Readonly<Record<string, string>>;
  /** Of the call. */
  readonly way: Way;
  /** The emulated issuer signs for whoever this page names. */
  readonly hasCallers: boolean;
}

type Recognised = Omit<Explanation, 'names'>;

const FIXES_BY_CODE: Readonly<Partial<Record<ProblemCode, PageFix>>> = {
  relay_required: 'use-relay',
  quota_exceeded: 'use-new-caller',
};

export function explain(failure: Failure, context: ExplanationContext): Explanation {
  const recognised = recogniseFailure(failure);
  const known = { ...context.names, $ORIGIN: context.origin, $API: context.endpoint };
  const causes = recognised.causes.map((cause) => toCause(cause, known, context));
  return { ...recognised, causes, names: namesIn(JSON.stringify(causes)) };
}

/** The `id` of its explanation, which depends on nothing else. */
export function explainedId(failure: Failure): string {
  return recogniseFailure(failure).id;
}

function recogniseFailure(failure: Failure): Recognised {
  switch (failure.kind) {
    case 'problem':
      return explainProblem(failure);
    case 'azure':
      return explainAzure(failure);
    case 'event': {
      const { type, code, message } = failure.event;
      const said = [code, message].filter((part) => part !== undefined).join(': ');
      return ofEntry(recogniseEvent(failure.event), `The event ${type} came on the data channel. ${said}`.trim());
    }
    case 'browser': {
      const { symptom, detail = '', measured = {} } = failure;
      if (isPageSymptom(symptom)) return { id: symptom, happened: detail, ...PAGE_SYMPTOMS[symptom] };
      const happened = symptom === 'no_audio_back' ? describeSilence(measured, detail) : detail;
      return ofEntry(rankSilence(recogniseState(symptom), measured), happened);
    }
  }
}

/** `detail` is for who calls: where the catalogue knows more, it would send the reader elsewhere for what stands below. */
function explainProblem(failure: Extract<Failure, { kind: 'problem' }>): Recognised {
  const { status, code, diagnosis, detail = '', retryAfterSeconds } = failure;
  const answered = `The endpoint answered ${status} ${code}.`;
  const wait = retryAfterSeconds === undefined ? '' : `Retry-After is ${retryAfterSeconds} s.`;
  const entry = CATALOGUE.find(({ id }) => id === diagnosis);
  if (entry) return ofEntry(entry, joined(answered, wait));
  if (!isProblemCode(code)) return { id: code, title: code, happened: joined(answered, detail, wait), causes: [] };
  const { title, cause, detail: fix } = PROBLEMS[code];
  const action = FIXES_BY_CODE[code];
  const causes = [{ cause, fix: { say: fix }, ...(action === undefined ? {} : { action }) }];
  return { id: code, title, happened: joined(answered, detail === fix ? '' : detail, wait), causes };
}

function explainAzure({ kind: _, seen, ...answer }: Extract<Failure, { kind: 'azure' }>): Recognised {
  const entry = recognise({ kind: seen, operation: 'calls', ...answer });
  const { status, code, message } = answer;
  const said = [status, code].filter((part) => part !== undefined).join(' ');
  return ofEntry(
    entry,
    said === '' ? 'Azure OpenAI gave no answer.' : `Azure OpenAI answered ${said}. ${message ?? ''}`.trim(),
  );
}

function ofEntry(entry: CatalogueEntry | undefined, happened: string): Recognised {
  if (!entry) return { id: 'page_fault', happened, ...PAGE_SYMPTOMS.page_fault };
  const { id, title, causes, source } = entry;
  return {
    id,
    title,
    happened,
    causes: causes.map((cause) => (cause.fix === USE_RELAY ? { ...cause, action: 'use-relay' } : cause)),
    source,
  };
}

function toCause(
  { cause, check, fix, action }: ExplainedCause,
  known: Readonly<Record<string, string>>,
  { way, hasCallers }: ExplanationContext,
): ExplainedCause {
  const canFix = action === 'use-relay' ? way === 'direct' : hasCallers;
  return {
    cause,
    fix: fillIn(fix, known),
    ...(check ? { check: fillIn(check, known) } : {}),
    ...(action !== undefined && canFix ? { action } : {}),
  };
}

/** The page knows some of the names that a reader would have to fill in. */
function fillIn(
  { ownCode: _ownCode, withTargets: _withTargets, ...advice }: Advice,
  known: Readonly<Record<string, string>>,
): Advice {
  if (!('run' in advice)) return advice;
  const run = advice.run.replaceAll(/\$[A-Z]+/g, (name) => known[name] ?? name);
  return { ...advice, run };
}

function joined(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
