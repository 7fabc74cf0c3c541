/** The setting of the edge. It is here and not in src/http, which imports the settings: no circles. */
import * as z from 'zod/mini';
import { jsonText, type Setting } from '../lib/setting.ts';

/** A browser compares origins as text, so only the exact form that it sends can ever match. */
const origin = z.string().check(
  z.refine((text: string) => URL.canParse(text) && /^https?:\/\/[^*]+$/.test(text) && new URL(text).origin === text, {
    error: 'must be an exact origin such as https://app.example.com: no path, no slash at the end, no *',
  }),
);

export const CORS_SETTINGS = {
  'cors:origins': {
    meaning: 'JSON array of the exact origins whose pages may call. No wildcard, not `null`.',
    writtenBy: 'bicep',
    schema: jsonText(z.array(origin)),
    absent: [],
  } satisfies Setting<readonly string[]>,
} as const;
