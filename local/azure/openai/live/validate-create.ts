/** A create's body against the schema, and against what only one of the two vendors documents. */
import { findInvalid, type InvalidBody, NOT_JSON, unknownParameter } from '../invalid-body.ts';
import { type CreateBody, createBody, type LiveSessionRequest } from './session-schema.ts';

export interface ValidateTerms {
  /** Members that Microsoft's pages do not have on this route. */
  readonly takesOpenAiMembers: boolean;
  /** Whether texts are bounded, by a rule of thumb instead of a tokenizer. */
  readonly boundsTokens: boolean;
}

/** Documented by OpenAI, in tokens. */
const MAX_INSTRUCTIONS_TOKENS = 16_384;
const MAX_INPUT_TOKENS = 8_192;
const CHARACTERS_PER_TOKEN = 4;

export function validateCreate(
  input: unknown,
  terms: ValidateTerms,
): { readonly body: CreateBody } | { readonly invalid: InvalidBody } {
  if (input === undefined) return { invalid: NOT_JSON };
  const parsed = createBody.safeParse(input, { reportInput: true });
  if (!parsed.success) return { invalid: findInvalid(parsed.error, input) };
  const { session } = parsed.data;
  const foreign = terms.takesOpenAiMembers ? undefined : findOpenAiMember(session);
  if (foreign !== undefined) return { invalid: unknownParameter(foreign) };
  const long = terms.boundsTokens ? findLongText(session) : undefined;
  return long ? { invalid: long } : { body: parsed.data };
}

export function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

function findOpenAiMember({ delegation, ...session }: LiveSessionRequest): string | undefined {
  const member = (['client', 'store', 'safety_identifier', 'triggers'] as const).find((name) => name in session);
  if (member !== undefined) return `session.${member}`;
  if (delegation?.type === 'decisions') return 'session.delegation.decisions';
  return delegation && 'acknowledgement_delay_ms' in delegation
    ? 'session.delegation.acknowledgement_delay_ms'
    : undefined;
}

function findLongText({ instructions, input = [] }: LiveSessionRequest): InvalidBody | undefined {
  if (tokensOf(instructions ?? '') > MAX_INSTRUCTIONS_TOKENS) {
    return tooLong('session.instructions', MAX_INSTRUCTIONS_TOKENS);
  }
  const said = input.flatMap(({ content }) => content.map(({ text }) => tokensOf(text)));
  const total = said.reduce((sum, tokens) => sum + tokens, 0);
  return total > MAX_INPUT_TOKENS ? tooLong('session.input', MAX_INPUT_TOKENS) : undefined;
}

function tooLong(param: string, maxTokens: number): InvalidBody {
  return {
    code: 'invalid_value',
    param,
    message: `Invalid value for '${param}': it has more than ${maxTokens} tokens.`,
  };
}
