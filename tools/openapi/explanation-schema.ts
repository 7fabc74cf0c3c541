/** What a problem’s page is in JSON. The app makes it and reads none, so the schema is the document’s alone. */
import * as z from 'zod/mini';
import { AUDIENCES } from '../../src/diagnosis/explanation.ts';

const stepSchema = z.strictObject({
  audience: z.enum(AUDIENCES),
  run: z.optional(z.string()),
  say: z.optional(z.string()),
});

export const explanationSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  causes: z.array(
    z.strictObject({ id: z.string(), cause: z.string(), check: z.array(stepSchema), fix: z.array(stepSchema) }),
  ),
  names: z.record(z.string(), z.string()),
});
