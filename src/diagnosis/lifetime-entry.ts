/** A mint that succeeds, and not as it was asked for: the caller is served, and the operator is told. */
import type { CatalogueEntry } from './catalogue-entry.ts';

export const LIFETIME_NOT_HONOURED: CatalogueEntry = {
  id: 'lifetime-not-honoured',
  title: 'Azure OpenAI gave the secret another lifetime than was asked for',
  seenAs: ['A client secret that lives for two hours although less was asked for'],
  causes: [
    {
      id: 'expires-after-ignored',
      cause: 'expires_after is ignored: without it Azure gives 7,200 s.',
      check: { say: 'askedSeconds and gotSeconds in the log line.' },
      fix: { say: 'Use the relay, whose secret never reaches a page, and report it.' },
    },
  ],
  source: 'pydantic/pydantic-ai, recordings of 2026-07-24 (default of 7,200 s)',
  confidence: 'recorded',
};
