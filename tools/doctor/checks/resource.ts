/** The Azure OpenAI account: is it there, is it what the endpoint means, and does it let the app and browsers in. */
import type { Account } from '@azure/arm-cognitiveservices';
import type { ArmId } from '../arm/arm-id.ts';
import { sibling } from '../arm/arm-id.ts';
import { az, createAccount, setSubdomain, updateResource } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { grantOn } from '../fixes/grant-data-role.ts';
import { moveElsewhere, setEndpointOf } from '../fixes/move-to-region.ts';
import { endpointOf, setKeys } from '../fixes/set-keys.ts';
import { type Look, seen, then, unseen } from '../look.ts';
import { isRealtimeFamily } from '../models.ts';
import { placeOf } from '../targets/member.ts';
import { fail, fine, type Mend, skipped, warn } from '../verdict.ts';

const KINDS = ['OpenAI', 'AIServices'];
const LET_ALL_IN =
  'For a server a rule for its network is enough. Browsers post their offers from anywhere, and only this allows that:';

const found: Check<Facts> = {
  id: 'resource.found',
  about:
    'Whether the account that `realtime:resourceId` names exists, whether its kind has Azure OpenAI, and whether `realtime:endpoint` leads to it.',
  async run(facts) {
    const [id, account] = await Promise.all([facts.accountId(), facts.account()]);
    if (!id.seen) return skipped(id.because);
    if (!account.seen) return skipped(account.because);
    if (!account.value)
      return fail(`There is no account ${id.value.name} in ${id.value.group}.`, await toEndpointsOwn(facts, id.value));
    const { kind = '', location = '' } = account.value;
    if (!KINDS.includes(kind)) {
      const mend = await useOpenAi(facts, id.value, location);
      return fail(`${id.value.name} is an account of the kind ${kind}, which has no Azure OpenAI.`, mend);
    }
    const endpoint = await facts.endpoint();
    const own = endpointOf(account.value);
    if (!facts.own && endpoint.seen && own !== undefined && endpoint.value.origin !== own) {
      return fail(
        `${placeOf(facts.member, 'endpoint')} is ${endpoint.value.origin}, and ${placeOf(facts.member, 'resourceId')} names ${id.value.name}, whose endpoint is ${own}.`,
        await chooseOne(facts, own),
      );
    }
    return fine(`${id.value.name}, of the kind ${kind}, in ${location}, resource group ${id.value.group}.`);
  },
};

const subdomain: Check<Facts> = {
  id: 'resource.subdomain',
  about:
    'Whether the account has a custom subdomain. Without one it has only the region’s address, and that takes no Entra token.',
  async run(facts) {
    const account = await existing(facts);
    if (!account.seen) return skipped(account.because);
    const { id, found: held } = account.value;
    const name = held.properties?.customSubDomainName;
    if (name) return fine(`The custom subdomain is ${name}.`);
    return fail(`${id.name} has no custom subdomain, and therefore takes no Entra token.`, {
      say: `You cannot undo this, and it changes the endpoint${facts.own ? `: https://${id.name}.openai.azure.com` : ''}.`,
      run: [setSubdomain(id), ...setEndpointOf(facts, id)],
    });
  },
};

const region: Check<Facts> = {
  id: 'resource.region',
  about:
    'Whether the account’s region offers a model of the realtime family now. If it does not, the deployed model is of another kind.',
  async run(facts) {
    const [account, models] = await Promise.all([existing(facts), facts.models()]);
    if (!account.seen) return skipped(account.because);
    if (!models.seen) return skipped(models.because);
    const { id, found: held } = account.value;
    const offered = models.value.filter(({ name = '', capabilities }) => isRealtimeFamily(name, capabilities));
    if (offered.length > 0) {
      return fine(`${held.location} offers ${[...new Set(offered.map(({ name }) => name))].join(', ')}.`);
    }
    return fail(`The region ${held.location} offers no realtime model.`, await moveElsewhere(facts, id), [
      'resource.found',
    ]);
  },
};

const network: Check<Facts> = {
  id: 'resource.network',
  about:
    'Whether the account’s network rules let browsers and the app in. Browsers post their offer to the account itself, and no rule can name their networks. Behind a firewall only the relay works, with the app in an allowed subnet.',
  async run(facts) {
    const account = await existing(facts);
    if (!account.seen) return skipped(account.because);
    const { id, found: held } = account.value;
    const { publicNetworkAccess, networkAcls } = held.properties ?? {};
    if (publicNetworkAccess === 'Disabled') {
      return fail(`Public access to ${id.name} is off.`, {
        run: [updateResource(id.id, 'properties.publicNetworkAccess=Enabled')],
      });
    }
    if (networkAcls?.defaultAction !== 'Deny') return fine('Every network may reach it; roles decide who comes in.');
    const { virtualNetworkRules = [], ipRules = [] } = networkAcls;
    const site = await facts.site();
    const subnet = site.seen ? site.value.virtualNetworkSubnetId?.toLowerCase() : undefined;
    const open = [updateResource(id.id, 'properties.networkAcls.defaultAction=Allow')];
    const mend: Mend = facts.own ? { say: LET_ALL_IN, run: open } : { run: open };
    const rules = `subnets: ${virtualNetworkRules.length}, addresses: ${ipRules.length}`;
    if (subnet !== undefined && virtualNetworkRules.some((rule) => rule.id?.toLowerCase() === subnet)) {
      return warn(`The firewall lets the app’s subnet in, and no browser: only the relay can work (${rules}).`, mend);
    }
    const isOpenToSome = virtualNetworkRules.length + ipRules.length > 0;
    const judge = facts.own && isOpenToSome ? warn : fail;
    return judge(`The firewall of ${id.name} refuses every network but the listed ones (${rules}).`, mend);
  },
};

const keys: Check<Facts> = {
  id: 'resource.keys',
  about:
    'Whether key authentication is off. A key has no scope, does not expire and says nothing about who uses it. Nothing in this project needs one.',
  async run(facts) {
    const account = await existing(facts);
    if (!account.seen) return skipped(account.because);
    const { id, found: held } = account.value;
    const areOff = held.properties?.disableLocalAuth === true;
    if (facts.own) {
      return fine(
        areOff
          ? 'Key authentication is off. Azure refuses a request with an api-key and takes one with an Entra token.'
          : 'Key authentication is on. A key works too, has no scope and does not expire.',
      );
    }
    if (areOff) return fine('Key authentication is off.');
    return warn(`Key authentication of ${id.name} is on.`, {
      run: [updateResource(id.id, 'properties.disableLocalAuth=true')],
    });
  },
};

export const RESOURCE_CHECKS: readonly Check<Facts>[] = [found, subdomain, region, network, keys];

function existing(facts: Facts): Promise<Look<{ readonly id: ArmId; readonly found: Account }>> {
  return then(facts.accountId(), (id) =>
    then(facts.account(), async (account) =>
      account ? seen({ id, found: account }) : unseen('the Azure OpenAI account does not exist'),
    ),
  );
}

/** An account of the right kind in its place. */
async function useOpenAi(facts: Facts, id: ArmId, location: string): Promise<Mend> {
  if (!facts.own) {
    const places = `${placeOf(facts.member, 'endpoint')} and ${placeOf(facts.member, 'resourceId')}`;
    return { say: `Create an Azure OpenAI account (infra/modules/openai.bicep) and set ${places} to it.` };
  }
  const account = sibling(id, `${id.name}-openai`);
  return { say: 'Ask another account:', run: [createAccount(account, location), ...(await grantOn(facts, account))] };
}

/** The account that the endpoint leads to, among those that can be seen. */
async function toEndpointsOwn(facts: Facts, { subscription }: ArmId): Promise<Mend> {
  const [endpoint, others] = await Promise.all([facts.endpoint(), facts.elsewhere()]);
  const own =
    endpoint.seen && others.seen
      ? others.value.find(({ account }) => endpointOf(account) === endpoint.value.origin)
      : undefined;
  return own
    ? { run: setKeys(facts, { resourceId: own.id.id }) }
    : {
        say: facts.own
          ? 'Name the account by its own id, which is one of these:'
          : `Set ${placeOf(facts.member, 'resourceId')} to the ARM id of the account, which is one of these:`,
        run: [az('cognitiveservices', 'account', 'list', '--subscription', subscription, '--query', '[].id')],
      };
}

/** Two settings that differ: the one whose account has the deployment is right. */
async function chooseOne(facts: Facts, own: string): Promise<Mend> {
  const [endpoint, wanted, others] = await Promise.all([facts.endpoint(), facts.deploymentName(), facts.elsewhere()]);
  const deployments = await facts.deployments();
  const name = wanted.seen ? wanted.value : undefined;
  const hasIt = deployments.seen && deployments.value.some((deployment) => deployment.name === name);
  const other = others.seen
    ? others.value.find(({ account }) => endpoint.seen && endpointOf(account) === endpoint.value.origin)
    : undefined;
  const otherHasIt = other?.deployments.some((deployment) => deployment.name === name) === true;
  return other && otherHasIt && !hasIt
    ? { run: setKeys(facts, { resourceId: other.id.id }) }
    : { run: setKeys(facts, { endpoint: own }) };
}
