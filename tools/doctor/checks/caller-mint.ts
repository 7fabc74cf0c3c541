/** One caller, tried: the person's own token, through the app. */

import { az } from '../az-commands.ts';
import type { AppMint } from '../callers/app-mint.ts';
import type { Check } from '../check.ts';
import type { CheckId } from '../check-ids.ts';
import { whyNoApp } from '../discovery.ts';
import type { Facts } from '../facts/facts.ts';
import { fail, fine, skipped, unneeded, type Verdict, warn } from '../verdict.ts';
import { isOfTenant } from './caller-registration.ts';

const IDENTIFIED: readonly CheckId[] = ['callers.issuers', 'callers.revoked', 'callers.registration'];
const SETTINGS: readonly CheckId[] = ['settings.label', 'settings.valid', 'endpoint.form', 'roles.store'];
const PERMITTED: readonly CheckId[] = ['callers.default', 'callers.registration'];
/** Whatever keeps the app from a secret of Azure's. */
const SERVED: readonly CheckId[] = [
  ...SETTINGS,
  'settings.profiles',
  'endpoint.resolves',
  'endpoint.connects',
  'resource.found',
  'resource.subdomain',
  'resource.network',
  'deployment.exists',
  'deployment.model',
  'deployment.state',
  'deployment.version',
  'identity.found',
  'roles.account',
  'roles.tables',
  'token.scope',
  'callers.issuers',
  'mint.answer',
  'app.health',
  'app.ready',
];
const MEND = { say: 'docs/errors.md says what the code means. The log line of the same time has the cause.' };

const mint: Check<Facts> = {
  id: 'callers.mint',
  about:
    'With `--mint` the doctor mints one secret through the app, as a caller does, with your own token for it (`az account get-access-token --resource $AUDIENCE`), and drops it. It counts against your quota. This check sees faults that no other check knows.',
  async run(facts) {
    if (!facts.appMint) return unneeded('you asked for no mint: --mint makes one through the app too');
    const [rules, url] = [await facts.rules(), facts.target.appUrl];
    if (!rules.seen) return skipped(rules.because);
    if (url === undefined) return skipped(whyNoApp(facts.target));
    const isPerson = facts.person.type === 'User';
    const own = rules.value.filter((rule) => isOfTenant(facts, rule));
    const admitting = own.filter(({ scope, role }) => (isPerson ? scope : role) !== undefined);
    if (admitting.length === 0)
      return unneeded(`realtime:callers admits no ${isPerson ? 'person' : 'app'} of your tenant`);
    const tried = await facts.appMint(admitting, url);
    if (!tried.seen) {
      const [audience = ''] = admitting[0]?.audiences ?? [];
      const way = { say: 'To get one:', run: [az('login', '--scope', `${audience}/.default`)] };
      return skipped(tried.because, /^no token/.test(tried.because) ? way : undefined);
    }
    return judge(tried.value);
  },
};

export const CALLER_MINT_CHECKS: readonly Check<Facts>[] = [mint];

function judge({ status, code, ms }: AppMint): Verdict {
  if (status === 200) return fine(`The app minted a secret for you in ${ms} ms. The doctor dropped it.`);
  const say = `The app refuses your own token: ${status}${code === undefined ? '' : ` ${code}`}.`;
  if (status === 429) return warn(say, { say: 'Wait until your own quota has room again.' });
  // What has no code of the app's is the platform's answer.
  if (code === undefined) return fail(say, MEND, ['app.health', ...SERVED]);
  if (status === 401) return fail(say, MEND, [...IDENTIFIED, ...SETTINGS, 'app.ready']);
  return fail(say, MEND, status === 403 ? PERMITTED : SERVED);
}
