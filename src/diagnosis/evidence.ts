/** What an answer of Azure's says about its cause, beyond being an answer of that kind. */
import type { Cause, UpstreamEntry } from './catalogue-entry.ts';

/** Facts out of a message that otherwise is never kept: identifiers of a known form. */
export interface MessageFacts {
  /** Object id of the identity that Azure saw. */
  readonly deniedPrincipal: string | undefined;
  /** The data action that it lacks. */
  readonly deniedAction: string | undefined;
  /** Method and template of the route that needs it. */
  readonly deniedRoute: string | undefined;
  /** Model that the operation does not work with. */
  readonly mismatchedModel: string | undefined;
}

/** Who asked, by the token that was sent. */
export interface Asker {
  /** Its `oid`. */
  readonly principal: string | undefined;
  /** Its `aud`. */
  readonly audience: string | undefined;
}

/** Both renderings of Azure's: with back-ticks and a route, or without either. */
const DENIAL =
  /principal `?([0-9a-f-]{36})`? lacks the required data action `?(Microsoft\.[\w./]{1,200}?)`?(?: to perform `?([A-Z]{3,7}) ([\w/{}.-]{1,200})`? operation)?(?=[.\s"]|$)/i;
const MISMATCH = /operation does not work with the specified model, ([\w.-]{1,64}?)\.(?:\s|$)/i;
const AI_AUDIENCE = /^https:\/\/ai\.azure\.com\/?$/;

export function readMessage(message: string): MessageFacts {
  const [, deniedPrincipal, deniedAction, method, route] = DENIAL.exec(message) ?? [];
  return {
    deniedPrincipal,
    deniedAction,
    deniedRoute: method === undefined ? undefined : `${method} ${route}`,
    mismatchedModel: MISMATCH.exec(message)?.[1],
  };
}

/** The payload is read and not verified: it is our own token, and only helps to explain. */
export function readAsker(token: string): Asker {
  const [, payload = ''] = token.split('.');
  try {
    const { oid, aud } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Readonly<Record<string, unknown>>;
    return { principal: textOf(oid), audience: textOf(aud) };
  } catch {
    return { principal: undefined, audience: undefined };
  }
}

/** The same entry: causes that the evidence speaks for go first, and those that it speaks against last. */
export function weigh(entry: UpstreamEntry, facts: MessageFacts, asker: Asker): UpstreamEntry {
  const weights = new Map(entry.causes.map(({ id }) => [id, weightOf(`${entry.id}/${id}`, facts, asker)]));
  const [first, ...rest] = entry.causes.toSorted((a, b) => (weights.get(b.id) ?? 0) - (weights.get(a.id) ?? 0)) as [
    Cause,
    ...Cause[],
  ];
  return { ...entry, causes: [first, ...rest] };
}

/** 1 for, -1 against, 0 where the evidence says nothing. */
function weightOf(cause: string, { deniedPrincipal, deniedAction }: MessageFacts, asker: Asker): number {
  switch (cause) {
    case 'role-missing/other-identity':
      return compare(deniedPrincipal?.toLowerCase(), asker.principal?.toLowerCase(), (seen, ours) => seen !== ours);
    case 'role-missing/project-scope':
      // A role at a Foundry project lacks the actions below /openai/v1 and has those of the deployments.
      return deniedAction === undefined ? 0 : Number(/\/OpenAI\/responses\//i.test(deniedAction));
    case 'deployment-not-realtime/token-audience':
      return compare(asker.audience, 'https://ai.azure.com', (audience) => AI_AUDIENCE.test(audience));
    default:
      return 0;
  }
}

function compare<T>(seen: T | undefined, ours: T | undefined, speaksFor: (seen: T, ours: T) => boolean): number {
  if (seen === undefined || ours === undefined) return 0;
  return speaksFor(seen, ours) ? 1 : -1;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w:/.-]{1,200}$/.test(value) ? value : undefined;
}
