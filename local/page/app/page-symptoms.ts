/** What only this page can meet, explained as the catalogue explains the rest. */
import type { PageSymptom } from './call/failure.ts';
import type { Explanation } from './explain.ts';

export const PAGE_SYMPTOMS: Readonly<Record<PageSymptom, Pick<Explanation, 'title' | 'causes'>>> = {
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

export function isPageSymptom(symptom: string): symptom is PageSymptom {
  return symptom in PAGE_SYMPTOMS;
}
