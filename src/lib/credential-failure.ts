/**
 * Why an identity gave no token. What an SDK says of it quotes tenants, clients, requests and answers, headers included:
 * it is compared with a closed list here, and dropped. What is kept is an id of ours, the status and Entra's own code.
 */
import { TimeoutError } from './within.ts';

export interface CredentialFacts {
  /** Class of the error. */
  readonly cause: string;
  /** `undefined`: nothing was said that is known. */
  readonly failure: CredentialFailure | undefined;
  readonly status: number | undefined;
  /** `AADSTS…`: Entra's public list explains each. */
  readonly entraCode: string | undefined;
}

/** Of the endpoint of the managed identity, of Entra behind it, or of a developer's Azure CLI. docs/operations.md explains each. */
export const CREDENTIAL_FAILURES = [
  'no-such-identity',
  'identity-not-named',
  'audience-unknown',
  'unknown-to-entra',
  'entra-refused',
  'endpoint-throttled',
  'endpoint-refused',
  'endpoint-failed',
  'endpoint-unreachable',
  'no-answer',
  'sign-in-needed',
  'cli-missing',
] as const;
export type CredentialFailure = (typeof CREDENTIAL_FAILURES)[number];

/** The classes of @azure/identity: whoever throws one of them has not been asked for anything yet. */
const CLASSES: ReadonlySet<string> = new Set([
  'AggregateAuthenticationError',
  'AuthenticationError',
  'AuthenticationRequiredError',
  'CredentialUnavailableError',
]);

/** What @azure/app-configuration makes of AADSTS500011, and of nothing else: a RestError without code, status or cause. */
const STORE_AUDIENCE = /^Unable to authenticate to Azure App Configuration\b/;

/** Specific ones first. Words of App Service (`msi/token`), of the metadata endpoint, of Entra, and of the SDK itself. */
const PHRASES: readonly (readonly [CredentialFailure, RegExp])[] = [
  ['audience-unknown', /\bAADSTS(?:500011|500014|50001|650057)\b|\binvalid_resource\b/],
  ['audience-unknown', STORE_AUDIENCE],
  ['unknown-to-entra', /\bAADSTS(?:700016|7000112|90002)\b/],
  ['sign-in-needed', /\bAADSTS(?:50058|50076|50078|50079|50173|65001|70008|700082|70043)\b/],
  ['entra-refused', /\bAADSTS\d/],
  // Azure-Samples/azure-search-openai-demo#2148; the metadata endpoint: Azure/azure-sdk-for-net#37278.
  ['no-such-identity', /\bno (?:msi|(?:user assigned or delegated )?managed identity) found\b|\bidentity not found\b/i],
  // Azure/azure-sdk-for-net#43691, Azure/azure-functions-host#8037; the metadata endpoint: Azure/azure-sdk-for-rust#748.
  ['identity-not-named', /\bunable to load the proper managed identity\b|\bmultiple user assigned identities exist\b/i],
  // hashicorp/terraform-provider-azurerm#20901.
  ['endpoint-throttled', /\btemporarily throttled\b/i],
  ['sign-in-needed', /\brun '(?:az login|azd auth login)'/i],
  ['cli-missing', /\bCLI (?:could not|couldn't) be found\b/i],
];

const STATUSES: readonly (readonly [CredentialFailure, (status: number) => boolean])[] = [
  ['endpoint-throttled', (status) => status === 429],
  ['endpoint-refused', (status) => status === 401 || status === 403],
  ['endpoint-failed', (status) => status >= 500],
];

/** How deep an SDK wraps: its own class, MSAL's, and the connection's. */
const MAX_DEPTH = 4;

interface Said {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly errorCode?: unknown;
  readonly status?: unknown;
  readonly statusCode?: unknown;
  /** What the endpoint answered: MSAL forgets the status of an answer that is no JSON. */
  readonly response?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

export function isCredentialError(error: unknown): boolean {
  const { name, message } = Object(error) as Said;
  return CLASSES.has(String(name)) || STORE_AUDIENCE.test(String(message));
}

export function describeCredentialError(error: unknown): CredentialFacts {
  const chain = unwrap(error, MAX_DEPTH);
  const words = chain.flatMap(({ message, errorCode }) => [message, errorCode]).join('\n');
  const status = chain
    .flatMap((said) => [said.status, said.statusCode, (Object(said.response) as Said).status])
    .find((value): value is number => typeof value === 'number' && Number.isInteger(value));
  return {
    cause: error instanceof Error && /^\w{1,80}$/.test(error.name) ? error.name : 'unknown',
    failure: error instanceof TimeoutError ? 'no-answer' : recognise(words, status),
    status,
    entraCode: /\bAADSTS\d{4,8}\b/.exec(words)?.[0],
  };
}

function recognise(words: string, status: number | undefined): CredentialFailure | undefined {
  const [failure] =
    PHRASES.find(([, said]) => said.test(words)) ??
    STATUSES.find(([, fits]) => status !== undefined && fits(status)) ??
    (status === undefined && /\bnetwork_error\b/.test(words) ? (['endpoint-unreachable'] as const) : []);
  return failure;
}

function unwrap(error: unknown, depth: number): readonly Said[] {
  if (typeof error !== 'object' || error === null || depth === 0) return [];
  const said: Said = error;
  const inner = Array.isArray(said.errors) ? said.errors : [said.cause];
  return [said, ...inner.flatMap((one) => unwrap(one, depth - 1))];
}
