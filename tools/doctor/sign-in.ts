/** Who looks: whoever is signed in with the Azure CLI or azd, or what AZURE_TOKEN_CREDENTIALS chooses. */
import {
  AzureCliCredential,
  AzureDeveloperCliCredential,
  ChainedTokenCredential,
  DefaultAzureCredential,
  type TokenCredential,
} from '@azure/identity';
import { readClaims } from '../../src/lib/token-claims.ts';
import { shareTokens } from './arm/shared-credential.ts';
import { UsageError } from './command-options.ts';
import type { PrincipalType } from './roles/identity.ts';

export interface Person {
  readonly objectId: string;
  readonly type: PrincipalType;
  /** Id, in lower case; `undefined` where the token does not say. */
  readonly tenant?: string | undefined;
}

export type SignIn =
  | { readonly signedIn: true; readonly person: Person }
  /** A sentence for the person. */
  | { readonly signedIn: false; readonly because: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {UsageError} where AZURE_TOKEN_CREDENTIALS chooses nothing. */
export function createCredential(environment: Environment, processTimeoutInMs: number): TokenCredential {
  const limit = { processTimeoutInMs };
  const chosen = environment['AZURE_TOKEN_CREDENTIALS'];
  if (!chosen) {
    return shareTokens(
      new ChainedTokenCredential(new AzureCliCredential(limit), new AzureDeveloperCliCredential(limit)),
    );
  }
  // A private cloud's authority is not one that Microsoft's list of instances knows.
  const disableInstanceDiscovery = environment['AZURE_AUTHORITY_HOST'] !== undefined;
  try {
    return shareTokens(new DefaultAzureCredential({ ...limit, disableInstanceDiscovery }));
  } catch {
    throw new UsageError(`AZURE_TOKEN_CREDENTIALS must be dev, prod or the name of a credential, not "${chosen}".`);
  }
}

export async function signIn(
  credential: TokenCredential,
  scope: string,
  { environment, timeoutMs }: { readonly environment: Environment; readonly timeoutMs: number },
): Promise<SignIn> {
  try {
    const token = await credential.getToken(scope, { abortSignal: AbortSignal.timeout(timeoutMs) });
    const person = readPerson(token?.token ?? '');
    return person ? { signedIn: true, person } : { signedIn: false, because: 'The sign-in gave no token of a person.' };
  } catch (error) {
    return { signedIn: false, because: explain(error instanceof Error ? error.message : '', environment) };
  }
}

/** The claims that ARM's own token has; nothing is verified, because nothing is decided by them. */
function readPerson(token: string): Person | undefined {
  const { oid, idtyp, tid } = readClaims(token);
  if (typeof oid !== 'string') return undefined;
  const tenant = typeof tid === 'string' ? tid.toLowerCase() : undefined;
  return { objectId: oid, type: idtyp === 'app' ? 'ServicePrincipal' : 'User', tenant };
}

/** Which of the two programs is missing, and which failed: the client's own words, and Entra's code. */
function explain(message: string, environment: Environment): string {
  const code = /AADSTS\d+/.exec(message)?.map((found) => ` (${found})`) ?? '';
  if (environment['AZURE_TOKEN_CREDENTIALS']) return `The sign-in that AZURE_TOKEN_CREDENTIALS chooses failed${code}.`;
  const isMissing = [/Azure CLI could not be found/, /Azure Developer CLI couldn't be found/].map((said) =>
    said.test(message),
  );
  if (isMissing.every(Boolean)) {
    return 'No Azure CLI and no azd was found that could sign in: install the Azure CLI and run az login.';
  }
  if (/Please run 'az login' from/.test(message)) return 'Nobody is signed in: run az login first.';
  return `The sign-in failed${code}: run az login.`;
}
