/** Deployments of an account. A write is refused as Azure refuses it: model, SKU, quota. */

import * as z from 'zod';
import { type Answer, answer, json } from '../../kit/reply.ts';
import type { Account, Deployment } from '../subscription/account.ts';
import type { ListedModel } from '../subscription/model-catalogue.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { findSku, usagesOf } from '../subscription/usages.ts';
import { ACCOUNT, type AccountRouteOptions, withAccount } from './account-routes.ts';
import { armError, resourceNotFound } from './arm-errors.ts';
import type { ArmRequest, ArmRoute } from './arm-request.ts';
import { toArmDeployment } from './arm-resources.ts';
import type { ArmSwitches } from './arm-switches.ts';
import { listAnswer } from './paging.ts';

const DEPLOYMENT = `${ACCOUNT}/deployments/:deployment`;

const deploymentBody = z.object({
  sku: z.object({ name: z.string(), capacity: z.int().min(1) }),
  properties: z.object({
    model: z.object({ format: z.literal('OpenAI'), name: z.string(), version: z.string().optional() }),
    versionUpgradeOption: z.string().optional(),
    raiPolicyName: z.string().optional(),
  }),
});

type DeploymentBody = z.infer<typeof deploymentBody>;
type Made = Pick<Deployment, 'model' | 'sku'>;

export interface DeploymentRouteOptions extends AccountRouteOptions {
  readonly switches: ArmSwitches;
}

const MADE_STATE = 'arm.madeState';
const UNFINISHED = ['Creating', 'Failed'] as const;

export function createDeploymentRoutes(options: DeploymentRouteOptions): readonly ArmRoute[] {
  const { subscription, pageSize, written, switches } = options;
  function show(account: Account, { provisioningState: state, ...deployment }: Deployment) {
    const isDone = state === undefined || (state === 'Creating' && switches.get(MADE_STATE) !== 'Creating');
    return toArmDeployment(account, isDone ? deployment : { ...deployment, provisioningState: state });
  }
  function put(account: Account, { names, body }: ArmRequest): Answer {
    const parsed = deploymentBody.safeParse(body);
    if (!parsed.success) return armError(400, 'InvalidRequestContent', z.prettifyError(parsed.error));
    const name = names['deployment'] ?? '';
    const held = account.deployments.get(name);
    const made = resolve(subscription, account, parsed.data);
    if ('kind' in made) return made;
    const refused = refuseQuota(subscription, account, made, held);
    if (refused) return refused;
    // What is not named is the default again.
    const { versionUpgradeOption = 'OnceNewDefaultVersionAvailable', raiPolicyName } = parsed.data.properties;
    const said = switches.take(MADE_STATE);
    const provisioningState = UNFINISHED.find((state) => state === said);
    const deployment = subscription.putDeployment(account.name, {
      name,
      ...(provisioningState && { provisioningState }),
      versionUpgradeOption,
      ...(raiPolicyName !== undefined && { raiPolicyName }),
      ...made,
    });
    written();
    return json(held ? 200 : 201, show(account, deployment));
  }

  return [
    {
      method: 'GET',
      path: `${ACCOUNT}/deployments`,
      handle: (request) =>
        withAccount(subscription, request, (account) => {
          const deployments = [...account.deployments.values()];
          return listAnswer(
            request,
            deployments.map((deployment) => show(account, deployment)),
            pageSize(),
          );
        }),
    },
    {
      method: 'GET',
      path: DEPLOYMENT,
      handle: (request) =>
        withAccount(subscription, request, (account) => {
          const name = request.names['deployment'] ?? '';
          const deployment = account.deployments.get(name);
          return deployment
            ? json(200, show(account, deployment))
            : resourceNotFound(
                'Microsoft.CognitiveServices/accounts/deployments',
                `${account.name}/${name}`,
                account.resourceGroup,
              );
        }),
    },
    {
      method: 'PUT',
      path: DEPLOYMENT,
      handle: (request) => withAccount(subscription, request, (account) => put(account, request)),
    },
    {
      method: 'DELETE',
      path: DEPLOYMENT,
      handle: (request) =>
        withAccount(subscription, request, ({ name }) => {
          const deleted = subscription.deleteDeployment(name, request.names['deployment'] ?? '');
          written();
          return answer(deleted ? 200 : 204, '', {});
        }),
    },
  ];
}

/** Without a version the model's default. */
function resolve(
  subscription: Subscription,
  { location }: Account,
  { sku, properties }: DeploymentBody,
): Made | Answer {
  const { name, version = '' } = properties.model;
  const listed = subscription.models.find(location, name, version);
  if (!listed) {
    const message = `The model 'Format: OpenAI, Name: ${name}, Version: ${version}' of account deployment is not supported.`;
    return armError(400, 'DeploymentModelNotSupported', message);
  }
  const model = { format: 'OpenAI', name: listed.name, version: listed.version } as const;
  const ended = refuseEnding(subscription, listed);
  if (ended) return ended;
  if (findSku(subscription, location, { model, sku })) return { model, sku };
  const message = `The specified SKU '${sku.name}' of account deployment is not supported by the model '${name}' version: '${listed.version}'.`;
  return armError(400, 'InvalidResourceProperties', message);
}

/** In the words of microsoft/microsoft-foundry-for-vscode#557 and Azure-Samples/Azure-Functions-OpenAI-Demo#30. */
function refuseEnding(
  subscription: Subscription,
  { name, version, lifecycleStatus, deprecation }: ListedModel,
): Answer | undefined {
  const model = `The model 'Format:OpenAI,Name:${name},Version:${version}'`;
  if (lifecycleStatus === 'Deprecated') {
    const [year, month, day] = deprecation.inference.slice(0, 10).split('-');
    const message = `${model} has been deprecated since ${month}/${day}/${year} 00:00:00.`;
    return armError(400, 'ServiceModelDeprecated', message);
  }
  const isHeld = subscription
    .accounts()
    .flatMap(({ deployments }) => [...deployments.values()])
    .some((held) => held.model.name === name && held.model.version === version);
  if (lifecycleStatus !== 'Deprecating' || isHeld) return undefined;
  const message = `${model} is in deprecating state and cannot be used for new deployments.`;
  return armError(400, 'ServiceModelDeprecating', message);
}

function refuseQuota(
  subscription: Subscription,
  { location }: Account,
  asked: Made,
  held: Deployment | undefined,
): Answer | undefined {
  const usage = findSku(subscription, location, asked)?.usageName;
  const before = held && findSku(subscription, location, held)?.usageName === usage ? held.sku.capacity : 0;
  const { used = 0, limit = 0 } = usagesOf(subscription, location).find(({ name }) => name === usage) ?? {};
  const free = limit - used + before;
  if (asked.sku.capacity <= free) return undefined;
  const message = `This operation requires ${asked.sku.capacity} new capacity in quota ${usage}, which is bigger than the current available capacity ${free}.`;
  return armError(400, 'InsufficientQuota', message);
}
