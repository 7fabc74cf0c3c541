/** The setting of the edge. */
import * as z from 'zod/mini';
import { isOrigin } from '../lib/origin.ts';
import { jsonText, type Setting } from '../lib/setting.ts';

const origin = z
  .string()
  .check(
    z.refine(isOrigin, 'must be an exact origin such as https://app.example.com: no path, no slash at the end, no *'),
  );

export const CORS_SETTINGS = {
  'cors:origins': {
    meaning:
      'JSON array of the exact origins whose pages may call, including those of apps such as `capacitor://localhost`. No wildcard, not `null`. The app logs an origin with plain `http`, except of this machine, as `origin_unprotected`.',
    writtenBy: 'bicep',
    format: 'json',
    schema: jsonText(z.array(origin)),
    default: [],
  } satisfies Setting<readonly string[]>,
} as const;
