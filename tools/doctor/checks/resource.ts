/** The Azure OpenAI account: is it there, is it what the endpoint means, and does it let the app and browsers in. */
import type { Account } from '@azure/arm-cognitiveservices';
import type { ArmId } from '../arm/arm-id.ts';
import { sibling } from '../arm/arm-id.ts';
import type { Check } from '../check.ts';
import {
  az,
  createAccount,
  createDeployment,
  grantRole,
  ofResource,
  setKey,
  setSubdomain,
  USUAL_CAPACITY,
  updateResource,
} from '../commands.ts';
import type { Facts } from '../facts/facts.ts';
import { type Look, seen, then, unseen } from '../look.ts';
import { chooseRealtime, isRealtimeFamily, USUAL_SKU } from '../models.ts';
import { ROLE_IDS } from '../roles/role-ids.ts';
import { fail, fine, type Mend, skipped, warn } from '../verdict.ts';
import { beside, circumstancesOf, endpointOf, setKeys } from './ways.ts';

const KINDS = ['OpenAI', 'AIServices'];

const found: Check<Facts> = {
  id: 'resource.found',
  about:
    'Whether the account exists that `realtime:resourceId` names, is of a kind that has Azure OpenAI, and is the one that `realtime:endpoint` leads to.',
  async run(facts) {
    const [id, account] = await Promise.all([facts.accountId(), facts.account()]);
    if (!id.seen) return skipped(id.because);
    if (!account.seen) return skipped(account.because);
    if (!account.value)
      return fail(`There is no account ${id.value.name} in ${id.value.group}.`, await toEndpointsOwn(facts, id.value));
    const { kind = '', location = '' } = account.value;
    if (!KINDS.includes(kind)) {
      const say =
        'Create an Azure OpenAI account (infra/modules/openai.bicep) and set realtime:endpoint and realtime:resourceId to it.';
      return fail(`${id.value.name} is an account of the kind ${kind}, which has no Azure OpenAI.`, { say });
    }
    const endpoint = await facts.endpoint();
    const own = endpointOf(account.value);
    if (endpoint.seen && own !== undefined && endpoint.value.origin !== own) {
      return fail(
        `realtime:endpoint is ${endpoint.value.origin}, and realtime:resourceId names ${id.value.name}, whose endpoint is ${own}.`,
        await chooseOne(facts, own),
      );
    }
    return fine(`${id.value.name}, of the kind ${kind}, in ${location}, resource group ${id.value.group}.`);
  },
};

const subdomain: Check<Facts> = {
  id: 'resource.subdomain',
  about:
    'Whether the account has a custom subdomain. Without one it has only the region’s address, which takes no Entra token.',
  async run(facts) {
    const account = await existing(facts);
    if (!account.seen) return skipped(account.because);
    const { id, found: held } = account.value;
    const name = held.properties?.customSubDomainName;
    if (name) return fine(`The custom subdomain is ${name}.`);
    return fail(`${id.name} has no custom subdomain, and so takes no Entra token.`, {
      say: 'It cannot be undone, and the endpoint changes.',
      run: [setSubdomain(id), ...setEndpointOf(facts, id)],
    });
  },
};

const region: Check<Facts> = {
  id: 'resource.region',
  about:
    'Whether the account’s region offers a model of the realtime family now. Where it does not, whatever was deployed is another kind of model.',
  async run(facts) {
    const [account, models] = await Promise.all([existing(facts), facts.models()]);
    if (!account.seen) return skipped(account.because);
    if (!models.seen) return skipped(models.because);
    const { id, found: held } = account.value;
    const offered = models.value.filter(({ name = '', capabilities }) => isRealtimeFamily(name, capabilities));
    if (offered.length > 0) {
      return fine(`${held.location} offers ${[...new Set(offered.map(({ name }) => name))].join(', ')}.`);
    }
    return fail(`The region ${held.location} offers no realtime model.`, await moveElsewhere(facts, id));
  },
};

const network: Check<Facts> = {
  id: 'resource.network',
  about:
    'Whether the account’s network rules let browsers and the app in. Browsers post their offer to the account itself, and no rule can name theirs; only the relay works behind a firewall, with the app in an allowed subnet.',
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
    if (networkAcls?.defaultAction !== 'Deny')
      return fine('Every network may reach it; who comes in is decided by roles.');
    const { virtualNetworkRules = [], ipRules = [] } = networkAcls;
    const site = await facts.site();
    const subnet = site.seen ? site.value.virtualNetworkSubnetId?.toLowerCase() : undefined;
    const mend: Mend = { run: [updateResource(id.id, 'properties.networkAcls.defaultAction=Allow')] };
    const rules = `subnets: ${virtualNetworkRules.length}, addresses: ${ipRules.length}`;
    if (subnet !== undefined && virtualNetworkRules.some((rule) => rule.id?.toLowerCase() === subnet)) {
      return warn(`The firewall lets the app’s subnet in, and no browser: only the relay can work (${rules}).`, mend);
    }
    return fail(`The firewall of ${id.name} refuses every network but the listed ones (${rules}).`, mend);
  },
};

const keys: Check<Facts> = {
  id: 'resource.keys',
  about:
    'Whether key authentication is off. A key cannot be narrowed, does not expire and says nothing about who uses it; nothing here needs one.',
  async run(facts) {
    const account = await existing(facts);
    if (!account.seen) return skipped(account.because);
    const { id, found: held } = account.value;
    const areOff = held.properties?.disableLocalAuth === true;
    if (facts.own) {
      return fine(
        areOff
          ? 'Key authentication is off: a request with an api-key is refused, one with a token of Entra is not.'
          : 'Key authentication is on: a key works too, cannot be narrowed and does not expire.',
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
        say: 'Set realtime:resourceId to the ARM id of the account, which is one of these:',
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

/** A second account in a region that has the model, as infra/main.bicep would name and set it. */
async function moveElsewhere(facts: Facts, id: ArmId): Promise<Mend> {
  const offers = await then(facts.regions(), (regions) => regions.offers());
  const circumstances = await circumstancesOf(facts);
  const wanted = await facts.deploymentName();
  const name = wanted.seen ? wanted.value : undefined;
  const [place] = (offers.seen ? offers.value : []).flatMap(({ region, models }) => {
    const { name: model, version } = chooseRealtime(models, circumstances, name) ?? {};
    return model === undefined || version === undefined ? [] : [{ region, model, version }];
  });
  if (!place || name === undefined) {
    const list = facts.commandLine.doctor('--before');
    return { say: `Create the account in a region that offers the model: ${list} lists them.` };
  }
  const { region: location, ...model } = place;
  const account = sibling(id, `${id.name}-${location}`);
  const identity = await facts.identity();
  const others = await facts.elsewhere();
  const held = others.seen
    ? others.value.find((other) => other.id.id.toLowerCase() === account.id.toLowerCase())
    : undefined;
  const plan = beside({ account, name, ...model, sku: USUAL_SKU, capacity: USUAL_CAPACITY }, held?.deployments ?? []);
  return {
    say: `${location} has it. With infra/main.bicep: export OPENAI_LOCATION=${location} and deploy again. By hand:`,
    run: [
      ...(held
        ? []
        : [createAccount(account, location), updateResource(account.id, 'properties.disableLocalAuth=true')]),
      ...createDeployment(plan),
      ...(identity.seen
        ? [
            grantRole({
              principalId: identity.value.principalId,
              principalType: identity.value.principalType,
              role: ROLE_IDS.openAiUser,
              scope: account.id,
            }),
          ]
        : []),
      ...setEndpointOf(facts, account),
      ...setKeys(facts, { resourceId: account.id, ...(plan.name !== name && { deployment: plan.name }) }),
    ],
  };
}

/** The endpoint is known only once Azure has made it, so the shell asks for it. */
function setEndpointOf({ storeName }: Facts, account: ArmId): readonly string[] {
  if (!storeName) return [];
  const ask = az(
    'cognitiveservices',
    'account',
    'show',
    ...ofResource(account),
    '--query',
    'properties.endpoint',
    '-o',
    'tsv',
  );
  return [setKey(storeName, 'realtime:endpoint', 'ENDPOINT').replace('ENDPOINT', () => `"$(${ask})"`)];
}
