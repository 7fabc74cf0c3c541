/**
 * The application that callers ask tokens for, as Microsoft Graph has it (resource type application, v1.0). Asked by the
 * Azure CLI, which knows the Graph of its cloud.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { parseJson } from '../../../src/lib/json.ts';
import { LOOK_TIMEOUT_MS, type Look, seen, unseen } from '../look.ts';

const permission = z.object({ value: z.nullish(z.string()), isEnabled: z.optional(z.boolean()) });
const application = z.object({
  appId: z.string(),
  identifierUris: z.optional(z.array(z.string())),
  api: z.nullish(
    z.object({
      requestedAccessTokenVersion: z.nullish(z.number()),
      oauth2PermissionScopes: z.optional(z.array(permission)),
    }),
  ),
  appRoles: z.optional(z.array(permission)),
});

export interface Registration {
  readonly appId: string;
  /** What a token for it has as `aud`: by its version the one id, or an address of it. */
  readonly audiences: readonly string[];
  /** Names of what is enabled. */
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
}

const VERSION_2 = 2;
/** Of an application that is not there, and of an address that nobody has: az 2.91.0. */
const ABSENT = /do(?:es)?(?: not|n't) exist/i;
/** Nothing else goes into a command line. */
const AUDIENCE = /^[\w.:/-]{1,200}$/;

/** `undefined`: nobody in this tenant has it, not even as an application of another tenant. */
export async function findRegistration(audience: string): Promise<Look<Registration | undefined>> {
  if (!AUDIENCE.test(audience)) return seen(undefined);
  const shown = await runAz('ad', 'app', 'show', '--id', audience, '--output', 'json');
  if (shown.ok) {
    const read = application.safeParse(parseJson(shown.text));
    return read.success ? seen(toRegistration(read.data)) : unseen('what az ad app show prints is no application');
  }
  if (!ABSENT.test(shown.text)) return unseen(`you may not read the registration of ${audience}, or az cannot`);
  // Of an application of another tenant there is only the service principal here.
  const principal = await runAz('ad', 'sp', 'show', '--id', audience, '--output', 'json');
  if (principal.ok) return unseen(`the registration of ${audience} is in another tenant`);
  return ABSENT.test(principal.text) ? seen(undefined) : unseen(`you may not read the registration of ${audience}`);
}

function toRegistration({ appId, identifierUris = [], api, appRoles = [] }: z.infer<typeof application>): Registration {
  const names = (all: readonly z.infer<typeof permission>[]) =>
    all.flatMap(({ value, isEnabled }) => (value && isEnabled !== false ? [value] : []));
  const isVersion2 = api?.requestedAccessTokenVersion === VERSION_2;
  return {
    appId,
    audiences: isVersion2 ? [appId] : [...identifierUris, appId],
    scopes: names(api?.oauth2PermissionScopes ?? []),
    roles: names(appRoles),
  };
}

async function runAz(...args: readonly string[]): Promise<{ readonly ok: boolean; readonly text: string }> {
  try {
    // On Windows az is a script, which only a shell starts; every argument is of harmless characters.
    const options = { timeout: LOOK_TIMEOUT_MS, shell: process.platform === 'win32' };
    const { stdout } = await promisify(execFile)('az', [...args], options);
    return { ok: true, text: stdout };
  } catch (error) {
    const { stdout = '', stderr = '' } = Object(error) as { readonly stdout?: string; readonly stderr?: string };
    return { ok: false, text: stderr + stdout };
  }
}
