/** What a rule says of apps that speak for their end users. */
import * as z from 'zod/mini';
import { NOT_A_PERMISSION_NAME, PERMISSION_NAME } from '../lib/azure-values.ts';

/** `L` is what it says of each end user, which other parts read. */
export type OnBehalf<L = object> = L & {
  /** Of an app that may say for whom it asks, and then must. */
  readonly role: string;
  /** Where it says it; in small letters. */
  readonly header: string;
};

export const DEFAULT_HEADER = 'x-on-behalf-of';

/** RFC 9110 section 5.1. */
const FIELD_NAME = /^[!#$%&'+.^_`|~0-9A-Za-z-]+$/;
/** What browsers, proxies, SDKs and Azure write or read: such a header says something else already. */
const TAKEN = new RegExp(
  `^(?:${[
    'authorization|cookie2?|set-cookie2?|origin|host|referer|forwarded|via|from|date|expect|range|upgrade|te|trailer',
    'connection|keep-alive|transfer-encoding|user-agent|idempotency-key|trace(?:parent|state)|baggage|(?:x-)?request-id',
    '(?:accept|access-control|apim|cdn|cf|content|if|max|openai|proxy|sec|was)(?:-.*)?|(?:true-|x-)?client-.*|x-real-ip',
    'x-(?:appservice|arr|azure|forwarded|functions|http-method|method|ms|original|rewrite|site|stainless|waws|zumo)(?:-.*)?',
  ].join('|')})$`,
  'i',
);

const headerName = z.string().check(
  z.regex(FIELD_NAME, 'must be the name of a header'),
  z.refine((name: string) => !TAKEN.test(name), 'is a header that means something else already'),
);

/** @param limits the schemas of what a rule says of each end user. */
export function onBehalfSchema<L>(limits: { readonly [K in keyof L]: z.ZodMiniType<L[K]> }) {
  return z.strictObject({
    role: z.string().check(z.regex(PERMISSION_NAME, NOT_A_PERMISSION_NAME)),
    header: z.pipe(
      z._default(headerName, DEFAULT_HEADER),
      z.transform((name: string) => name.toLowerCase()),
    ),
    ...limits,
  }) as unknown as z.ZodMiniType<OnBehalf<L>>;
}
