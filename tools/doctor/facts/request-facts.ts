/** What a client secret would be asked for, each part by itself: by the app, whose settings say it. */
import { parseEndpoint, type RealtimeEndpoint } from '../../../src/realtime/endpoint.ts';
import type { Settings } from '../../../src/settings/keys.ts';
import { type Look, seen, then, unseen } from '../look.ts';
import { type Member, type Part, placeOf, problemsOf, writtenIn } from '../targets/member.ts';
import type { SettingsFacts } from './settings-facts.ts';

export interface RequestFacts {
  endpoint(): Promise<Look<RealtimeEndpoint>>;
  /** As it would be in `session.model`. */
  deploymentName(): Promise<Look<string>>;
  tokenScope(): Promise<Look<string>>;
  /** Pages that may call. */
  allowedOrigins(): Promise<Look<readonly string[]>>;
  /** How much one caller may mint. */
  callerQuota(): Promise<Look<Settings['quota']>>;
}

/** @param find where the parts are written. */
export function createAppRequest(
  { setting, texts }: Pick<SettingsFacts, 'setting' | 'texts'>,
  find: () => Promise<Look<Member | undefined>>,
): RequestFacts {
  const endpoint: RequestFacts['endpoint'] = () =>
    then(find(), async (member) => {
      if (!member) return setting('endpoint');
      return then(written('endpoint'), async (own) => {
        const parsed = parseEndpoint(own);
        return parsed.ok ? seen(parsed.value) : unseen(`${placeOf(member, 'endpoint')} is not valid`);
      });
    });
  /** Empty where the target leaves it to the key. */
  const written = (part: Part): Promise<Look<string>> =>
    then(find(), (member) =>
      then(texts(), async (found) => {
        if (!member) return seen('');
        const isWrong = problemsOf(found, member, part).length > 0;
        return isWrong ? unseen(`${placeOf(member, part)} is not valid`) : seen(writtenIn(found, member, part));
      }),
    );
  return {
    endpoint,
    deploymentName: () => then(written('deployment'), async (own) => (own === '' ? setting('deployment') : seen(own))),
    tokenScope: () =>
      then(written('tokenScope'), async (own) => {
        if (own !== '') return seen(own);
        return then(setting('tokenScope'), (scope) =>
          then(endpoint(), async ({ cloud }) => seen(scope ?? cloud.tokenScopes[0])),
        );
      }),
    allowedOrigins: () => setting('cors:origins'),
    callerQuota: () => setting('quota'),
  };
}
