/**
 * From what was seen to what it means: the catalogue and the codes of the server itself, and the few things that only
 * this page can meet. This file is the page's one door to that knowledge.
 */
import type { Advice, CatalogueEntry } from '../../../src/diagnosis/catalogue-entry.ts';
import { rankSilence } from '../../../src/diagnosis/rank-silence.ts';
import { CATALOGUE, recognise, recogniseEvent, recogniseState } from '../../../src/diagnosis/recognise.ts';
import { PROBLEMS } from '../../../src/problems/problems.ts';
import type { Failure, PageSymptom } from './call/failure.ts';

export interface Explanation {
  /** Id of the catalogue's entry, code of a problem, or name of something of this page. */
  readonly id: string;
  readonly title: string;
  /** What was seen, in a sentence or two. */
  readonly happened: string;
  /** Most likely first. */
  readonly causes: readonly ExplainedCause[];
  readonly source?: string;
}

export interface ExplainedCause {
  readonly cause: string;
  readonly check?: Advice;
  readonly fix: Advice;
}

/** What the commands of an explanation are filled in with. */
export interface ExplanationContext {
  /** Of this page. */
  readonly origin: string;
  /** Base URL, which ends in `/api`. */
  readonly endpoint: string;
}

export function explain(failure: Failure, context: ExplanationContext): Explanation {
  const explanation = recogniseFailure(failure);
  return { ...explanation, causes: explanation.causes.map((cause) => fillIn(cause, context)) };
}

function recogniseFailure(failure: Failure): Explanation {
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
    case 'browser':
      return isPageSymptom(failure.symptom)
        ? { id: failure.symptom, happened: failure.detail ?? '', ...OF_THE_PAGE[failure.symptom] }
        : ofEntry(rankSilence(recogniseState(failure.symptom), failure.measured ?? {}), failure.detail ?? '');
  }
}

function explainProblem(failure: Extract<Failure, { kind: 'problem' }>): Explanation {
  const { status, code, diagnosis, detail = '', retryAfterSeconds } = failure;
  const wait = retryAfterSeconds === undefined ? '' : ` Retry-After is ${retryAfterSeconds} s.`;
  const answered = `The endpoint answered ${status} ${code}.`;
  const entry = CATALOGUE.find(({ id }) => id === diagnosis);
  // `detail` is for callers and sends them to the operator; who reads this page sees the operator's part below.
  if (entry) return ofEntry(entry, `${answered}${wait}`);
  const happened = `${answered} ${detail}${wait}`;
  const problem = Object.entries(PROBLEMS).find(([candidate]) => candidate === code)?.[1];
  if (!problem) return { id: code, title: code, happened, causes: [] };
  return { id: code, title: problem.title, happened, causes: [{ cause: problem.cause, fix: { say: problem.detail } }] };
}

function explainAzure({ kind: _, seen, ...answer }: Extract<Failure, { kind: 'azure' }>): Explanation {
  const entry = recognise({ kind: seen, operation: 'calls', ...answer });
  const { status, code, message } = answer;
  const said = [status, code].filter((part) => part !== undefined).join(' ');
  return ofEntry(
    entry,
    said === '' ? 'Azure OpenAI gave no answer.' : `Azure OpenAI answered ${said}. ${message ?? ''}`.trim(),
  );
}

function ofEntry(entry: CatalogueEntry | undefined, happened: string): Explanation {
  if (!entry) return { id: 'page_fault', happened, ...OF_THE_PAGE.page_fault };
  const { id, title, causes, source } = entry;
  return { id, title, happened, causes, source };
}

/** The page knows two of the names that a reader would have to fill in. */
function fillIn({ cause, check, fix }: ExplainedCause, context: ExplanationContext): ExplainedCause {
  return { cause, fix: fillInAdvice(fix, context), ...(check ? { check: fillInAdvice(check, context) } : {}) };
}

function fillInAdvice(advice: Advice, { origin, endpoint }: ExplanationContext): Advice {
  if (!('run' in advice)) return advice;
  const run = advice.run.replaceAll('$ORIGIN', origin).replaceAll('$API', endpoint);
  return { ...advice, run };
}

const OF_THE_PAGE: Readonly<Record<PageSymptom, Pick<Explanation, 'title' | 'causes'>>> = {
  answer_unreadable: {
    title: 'The answer is not one of this endpoint',
    causes: [
      {
        cause: 'Another server answers at this address, or one on the way does.',
        check: { run: 'curl -i $API/healthz' },
        fix: { say: 'Correct the base URL: it ends in /api.' },
      },
    ],
  },
  endpoint_silent: {
    title: 'The endpoint takes the request and does not answer',
    causes: [
      {
        cause: 'It is starting, or something that it asks is slow.',
        check: { run: 'curl -i $API/readyz' },
        fix: { say: 'Try again; if it lasts, the log has the phases of the request.' },
      },
    ],
  },
  leash_reached: {
    title: 'The call was ended when its time was up',
    causes: [
      {
        cause:
          'It lasted as long as it may: by maxMinutes of the profile or of realtime:calls, or by the minutes that its caller had left.',
        check: { say: 'Realtime-Call-Ends in the answer to the offer is the instant.' },
        fix: { say: 'Begin another call before that instant; who may change the settings can allow longer ones.' },
      },
    ],
  },
  hang_up_unconfirmed: {
    title: 'Azure has not confirmed that the call has ended',
    causes: [
      {
        cause: 'The endpoint’s identity may mint and may not hang up.',
        check: { say: 'The log of the endpoint has hangup_forbidden, and its readyz a warning.' },
        fix: {
          say: 'Give the identity a role with the data action that Azure’s message names. The endpoint asks again each minute.',
        },
      },
      {
        cause: 'Azure is busy, or did not answer in time.',
        fix: { say: 'Nothing: the endpoint asks again each minute, and the call ends by itself when its time is up.' },
      },
    ],
  },
  page_fault: {
    title: 'This page has met something that it does not know',
    causes: [{ cause: 'A fault of the page.', fix: { say: 'Report it, with the trace.' } }],
  },
};

function isPageSymptom(symptom: string): symptom is PageSymptom {
  return symptom in OF_THE_PAGE;
}
