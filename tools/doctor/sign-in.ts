/** Who looks: whoever is signed in with the Azure CLI or azd, or what AZURE_TOKEN_CREDENTIALS chooses. */
import {
  AzureCliCredential,
  AzureDeveloperCliCredential,
  ChainedTokenCredential,
  DefaultAzureCredential,
  type TokenCredential,
} from '@azure/identity';
import { shareTokens } from './arm/shared-credential.ts';

export interface Person {
  readonly objectId: string;
  readonly type: 'ServicePrincipal' | 'User';
}

export type SignIn =
  | { readonly signedIn: true; readonly person: Person }
  /** A sentence for the person. */
  | { readonly signedIn: false; readonly because: string };

export function createCredential(environment: Readonly<Record<string, string | undefined>>): TokenCredential {
  return shareTokens(
    environment['AZURE_TOKEN_CREDENTIALS']
      ? // A private cloud's authority is not one that Microsoft's list of instances knows.
        new DefaultAzureCredential({ disableInstanceDiscovery: environment['AZURE_AUTHORITY_HOST'] !== undefined })
      : new ChainedTokenCredential(new AzureCliCredential(), new AzureDeveloperCliCredential()),
  );
}

export async function signIn(credential: TokenCredential, scope: string, timeoutMs: number): Promise<SignIn> {
  try {
    const token = await credential.getToken(scope, { abortSignal: AbortSignal.timeout(timeoutMs) });
    const person = readPerson(token?.token ?? '');
    return person ? { signedIn: true, person } : { signedIn: false, because: 'The sign-in gave no token of a person.' };
  } catch (error) {
    return { signedIn: false, because: explain(error instanceof Error ? error.message : '') };
  }
}

/** The claims that ARM's own token has; nothing is verified, because nothing is decided by them. */
function readPerson(token: string): Person | undefined {
  const [, payload = ''] = token.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const { oid, idtyp } = Object(claims) as { oid?: unknown; idtyp?: unknown };
    if (typeof oid !== 'string') return undefined;
    return { objectId: oid, type: idtyp === 'app' ? 'ServicePrincipal' : 'User' };
  } catch {
    return undefined;
  }
}

function explain(message: string): string {
  if (/az login/.test(message) && !/could not be found/.test(message))
    return 'Nobody is signed in: run az login first.';
  return 'No Azure CLI and no azd was found that could sign in: install the Azure CLI and run az login.';
}
