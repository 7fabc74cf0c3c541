/** What the person's own code would ask for, as far as they said it and the account knows. */
import type { Deployment } from '@azure/arm-cognitiveservices';
import { parseEndpoint } from '../../../src/realtime/endpoint.ts';
import { type Look, once, seen, then, unseen } from '../look.ts';
import type { NamedAccount } from '../named-account.ts';
import { servesRealtime } from '../serving.ts';
import type { AccountFacts } from './account-facts.ts';
import type { RequestFacts } from './request-facts.ts';

export interface OwnRequest {
  readonly named: NamedAccount;
  /** That the person named, or their address does. */
  readonly deployment: string | undefined;
  /** Of `--origin`. */
  readonly origins: readonly string[];
}

export function createOwnRequest(
  { named, deployment, origins }: OwnRequest,
  facts: Pick<AccountFacts, 'account' | 'deployments' | 'models'>,
): RequestFacts {
  const endpoint = once(async () => {
    if (named.by === 'address' && named.endpoint.ok) return seen(named.endpoint.value);
    return then(facts.account(), async (account) => {
      const parsed = parseEndpoint(account?.properties?.endpoint ?? '');
      return parsed.ok ? seen(parsed.value) : unseen('the account has no address of its own');
    });
  });
  const deploymentName = once(async () =>
    deployment === undefined ? then(facts.deployments(), (all) => choose(all, facts)) : seen(deployment),
  );
  return {
    endpoint,
    deploymentName,
    tokenScope: () => then(endpoint(), async ({ cloud }) => seen(cloud.tokenScopes[0])),
    allowedOrigins: async () => seen(origins),
    callerQuota: async () => seen({}),
  };
}

/** The account's only one, or its only realtime one; of several the oldest, which surely is known everywhere. */
async function choose(all: readonly Deployment[], facts: Pick<AccountFacts, 'models'>): Promise<Look<string>> {
  const models = await facts.models();
  const serving = all.filter((each) => servesRealtime(each, models.seen ? models.value : [], Date.now()));
  const madeAt = ({ systemData }: Deployment) => systemData?.createdAt?.getTime() ?? 0;
  const [chosen] = serving.length > 0 ? serving.toSorted((one, other) => madeAt(one) - madeAt(other)) : all;
  const isOne = serving.length > 0 || all.length === 1;
  return isOne && chosen?.name !== undefined
    ? seen(chosen.name)
    : unseen('no deployment is named, and the account has none of a realtime model');
}
