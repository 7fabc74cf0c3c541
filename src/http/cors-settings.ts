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
      'JSON array of the exact origins whose pages may call, `capacitor://localhost` and the like too. No wildcard, not `null`. One of plain `http` that is not of this machine is logged as `origin_unprotected`.',
    writtenBy: 'bicep',
    format: 'json',
    schema: jsonText(z.array(origin)),
    default: [],
  } satisfies Setting<readonly string[]>,
} as const;
