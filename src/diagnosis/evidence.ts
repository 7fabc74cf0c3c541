/** What a failure says about its cause, beyond being one of its kind. */
import { UNTRUSTED_CERTIFICATE } from '../lib/http.ts';
import { readClaims } from '../lib/token-claims.ts';
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
  /** Tenant of the token, where it is not the resource's. */
  readonly tokenTenant: string | undefined;
}

/** Who asked, by the token that was sent. */
export interface Asker {
  /** Its `oid`. */
  readonly principal: string | undefined;
  /** Its `aud`. */
  readonly audience: string | undefined;
}

/** What speaks for one cause and against another. */
export interface Evidence {
  readonly said?: MessageFacts;
  readonly asker?: Asker;
  /** Node’s or OpenSSL’s code for a connection that failed. */
  readonly connection?: string | undefined;
}

/** Both renderings of Azure's: with back-ticks and a route, or without either. The name of a person is not kept. */
const DENIAL =
  /principal `?(?:([0-9a-f-]{36})|[^\s`]{1,200})`? lacks the required data action `?(Microsoft\.[\w./]{1,200}?)`?(?: to perform `?([A-Z]{3,7}) ([\w/{}.-]{1,200})`? operation)?(?=[.\s"]|$)/i;
const MISMATCH = /operation does not work with the specified model, ([\w.-]{1,64}?)\.(?:\s|$)/i;
/** Azure OpenAI's own words, and ARM's, which go on with the tenant that it should be. */
const TENANT =
  /\b(?:token tenant (?:is )?'?|wrong issuer '?https:\/\/sts\.windows\.net\/)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/i;
const AI_AUDIENCE = /^https:\/\/ai\.azure\.com\/?$/;

export function readMessage(message: string): MessageFacts {
  const [, deniedPrincipal, deniedAction, method, route] = DENIAL.exec(message) ?? [];
  return {
    deniedPrincipal,
    deniedAction,
    deniedRoute: method === undefined ? undefined : `${method} ${route}`,
    mismatchedModel: MISMATCH.exec(message)?.[1],
    tokenTenant: TENANT.exec(message)?.[1],
  };
}

/** The token is our own and only helps to explain. */
export function readAsker(token: string): Asker {
  const { oid, aud } = readClaims(token);
  return { principal: textOf(oid), audience: textOf(aud) };
}

/** The same entry: causes that the evidence speaks for go first, and those that it speaks against last. */
export function weigh(entry: UpstreamEntry, evidence: Evidence): UpstreamEntry {
  const weights = new Map(entry.causes.map(({ id }) => [id, weightOf(`${entry.id}/${id}`, evidence)]));
  const [first, ...rest] = entry.causes.toSorted((a, b) => (weights.get(b.id) ?? 0) - (weights.get(a.id) ?? 0)) as [
    Cause,
    ...Cause[],
  ];
  return { ...entry, causes: [first, ...rest] };
}

/** 1 for, -1 against, 0 where the evidence says nothing. */
function weightOf(cause: string, { said, asker, connection }: Evidence): number {
  switch (cause) {
    case 'role-missing/other-identity': {
      const ours = asker?.principal?.toLowerCase();
      return judge(ours && said?.deniedPrincipal?.toLowerCase(), (seen) => seen !== ours);
    }
    case 'role-missing/project-scope':
      // A role at a Foundry project lacks the actions below /openai/v1 and has those of the deployments.
      return Number(/\/OpenAI\/responses\//i.test(said?.deniedAction ?? ''));
    case 'deployment-not-realtime/model-of-another-kind':
      // Azure saw the deployment, and its model: then the audience hides nothing.
      return Number(said?.mismatchedModel !== undefined);
    case 'deployment-not-realtime/token-audience':
      return judge(asker?.audience, (audience) => AI_AUDIENCE.test(audience));
    case 'azure-unreachable/no-such-host':
      return judge(connection, (code) => code === 'ENOTFOUND');
    case 'azure-unreachable/certificate':
      return judge(connection, (code) => UNTRUSTED_CERTIFICATE.test(code));
    default:
      return 0;
  }
}

function judge(seen: string | undefined, speaksFor: (seen: string) => boolean): number {
  if (seen === undefined) return 0;
  return speaksFor(seen) ? 1 : -1;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w:/.-]{1,200}$/.test(value) ? value : undefined;
}
