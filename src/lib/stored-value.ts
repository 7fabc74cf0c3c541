/** What stands under one key of the App Configuration store, and the text that it means: the one place that decides. */
import { parseJson } from './json.ts';
import { err, ok, type Result } from './result.ts';

export interface StoredValue {
  readonly text: string;
  /** Absent for most: it is there when a tool or a person has set it. */
  readonly contentType?: string | undefined;
}

/** Values that stand for something else, which this app does not fetch: their JSON would be taken for the value. */
const REFERENCES: readonly { readonly form: RegExp; readonly problem: string }[] = [
  {
    form: /^application\/vnd\.microsoft\.appconfig\.keyvaultref\+json\b/,
    problem:
      'is a reference to Key Vault, which is not followed here: write the value itself, without this content type',
  },
  {
    form: /^application\/vnd\.microsoft\.appconfig\.ff\+json\b/,
    problem: 'is a feature flag, which is not read here: write the value itself, without this content type',
  },
  {
    form: /^application\/json;.*\bsnapshot-ref\b/,
    problem:
      'is a reference to a snapshot, which is not followed here: write the value itself, without this content type',
  },
];
/** As App Configuration's own providers decide it: RFC 8259, or a type with the suffix of RFC 6839 section 3.1. */
const JSON_TYPE = /^application\/(?:json|[\w.!#$&^-]+\+json)\s*(?:;|$)/;

/**
 * `text` is a name, an address or a number: what editors and pipelines leave around it is none of it (`trim` takes byte
 * order mark, space and line ends). `prose` is somebody's words, which stay as they are but for the mark.
 */
export type ValueKind = 'text' | 'prose' | 'json';

/** Empty where the value counts as absent. The error completes the sentence "<key> …". */
export function readStoredValue({ text, contentType = '' }: StoredValue, kind: ValueKind): Result<string, string> {
  const type = contentType.trim().toLowerCase();
  const reference = REFERENCES.find(({ form }) => form.test(type));
  if (reference) return err(reference.problem);
  const bare = text.trim();
  // As JSON a text has quotes and escapes; what is JSON of another kind, or none, is the text that somebody wrote.
  const decoded = kind !== 'json' && JSON_TYPE.test(type) ? parseJson(bare) : undefined;
  const written = typeof decoded === 'string' ? decoded : text;
  return ok(kind === 'prose' && written.trim() !== '' ? written.replace(/^\uFEFF/, '') : written.trim());
}
