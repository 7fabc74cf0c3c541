/** No caller finds out by trying what the owner of a profile has written into it. */
import type * as z from 'zod/mini';
import { withValueAt } from '../../../src/lib/json.ts';
import { toPointer } from '../../../src/lib/validation.ts';
import { narrow } from '../../../src/profiles/grant.ts';
import { REALTIME_SESSION } from '../../../src/profiles/session-form.ts';
import { type Session, sessionSchema } from '../../../src/profiles/session-schema.ts';
import { errorOf } from '../../support/result.ts';
import { aProfile } from './profiles-bench.ts';

const profile = aProfile({});

/** What is neither a number, a word of the API, nor made of such: the owner's own text. */
function openTexts({ _zod: { def } }: z.core.$ZodType, path: readonly string[] = []): readonly string[] {
  const inner = (schema: z.core.$ZodType, ...names: readonly string[]) => openTexts(schema, [...path, ...names]);
  const { type, shape, options, innerType, element } = def as {
    readonly type: string;
    readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
    readonly options?: readonly z.core.$ZodType[];
    readonly innerType?: z.core.$ZodType;
    readonly element?: z.core.$ZodType;
  };
  if (shape) return Object.entries(shape).flatMap(([name, schema]) => inner(schema, name));
  if (options) return options.flatMap((schema) => inner(schema));
  const within = innerType ?? element;
  if (within) return inner(within);
  return ['string', 'record', 'unknown'].includes(type) ? [toPointer(path)] : [];
}

describe('a text of the session', () => {
  /** The page has to know it, or there are only a few that it could be. */
  const TOLD = [
    '/audio/input/transcription/language',
    '/audio/input/transcription/delay',
    '/audio/input/transcription/languages',
    '/audio/output/voice',
  ];
  const texts = [...new Set(openTexts(sessionSchema))];

  test.each(texts.filter((pointer) => !TOLD.includes(pointer)))('cannot be found by trying: %s', (pointer) => {
    const session = withValueAt({ type: 'realtime' }, pointer.split('/').slice(1), 'x') as Session;
    expect(errorOf(narrow({ ...profile, session }, REALTIME_SESSION, { session }))).toHaveLength(1);
  });

  test.each(TOLD)('may be repeated: %s', (pointer) => {
    expect(texts).toContain(pointer);
    const session = withValueAt({ type: 'realtime' }, pointer.split('/').slice(1), 'x') as Session;
    expect(narrow({ ...profile, session }, REALTIME_SESSION, { session }).ok).toBe(true);
  });
});
