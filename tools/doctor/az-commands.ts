/** The Azure CLI's commands that fix something, with every name filled in and quoted for a POSIX shell. */
import type { AccountModel } from '@azure/arm-cognitiveservices';
import { isLiveName } from '../azure-facts/voice-models.ts';
import type { ArmId } from './arm/arm-id.ts';
import { printable } from './print/printable.ts';
import { assignmentName } from './roles/assignment-name.ts';
import type { PrincipalType } from './roles/identity.ts';

const SAFE = /^[\w@%+=:,./-]+$/;

/** Capacity that infra/main.bicep gives the realtime deployment. */
export const USUAL_CAPACITY = 20;
/** And the one of GPT-Live, whose limit is sessions at once in the subscription. */
export const LIVE_CAPACITY = 1;

export function quote(word: string): string {
  if (SAFE.test(word)) return word;
  return printable(word) === word ? `'${word.replaceAll("'", `'\\''`)}'` : printed(word);
}

/** What no terminal may show is made by printf, byte by byte, so that a copied command still means it. */
function printed(word: string): string {
  const bytes = [...Buffer.from(word)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`);
  return `"$(printf '${bytes.join('')}')"`;
}

export function az(...words: readonly string[]): string {
  return ['az', ...words].map(quote).join(' ');
}

/** A resource, whatever subscription the CLI has for its default. */
export function ofResource({ group, subscription, name }: ArmId): readonly string[] {
  return ['-g', group, '--subscription', subscription, '-n', name];
}

export interface StoreName {
  readonly endpoint: string;
  readonly label: string | undefined;
}

const labelled = (label: string | undefined): readonly string[] => (label === undefined ? [] : ['--label', label]);

export function setKey({ endpoint, label }: StoreName, key: string, value: string): string {
  return az(
    ...['appconfig', 'kv', 'set', '--endpoint', endpoint, '--auth-mode', 'login', '--yes'],
    ...['--key', key, '--value', value, ...labelled(label)],
  );
}

export function showKey({ endpoint, label }: StoreName, key: string): string {
  return az(
    ...['appconfig', 'kv', 'show', '--endpoint', endpoint, '--auth-mode', 'login'],
    ...['--key', key, ...labelled(label), '--query', 'value', '-o', 'tsv'],
  );
}

export function deleteKey({ endpoint, label }: StoreName, key: string): string {
  return az(
    ...['appconfig', 'kv', 'delete', '--endpoint', endpoint, '--auth-mode', 'login', '--yes'],
    ...['--key', key, ...labelled(label)],
  );
}

/** What it had before, and since when. */
export function listRevisions({ endpoint, label }: StoreName, key: string): string {
  return az(
    ...['appconfig', 'revision', 'list', '--endpoint', endpoint, '--auth-mode', 'login'],
    ...['--key', key, ...labelled(label), '--query', '[].{at:lastModified,value:value}', '-o', 'table'],
  );
}

export interface DeploymentPlan {
  readonly account: ArmId;
  readonly name: string;
  readonly model: string;
  readonly version: string;
  readonly sku: string;
  readonly capacity: number;
}

/**
 * A deployment that is not there yet: one of that name would be written over. `create` returns while Azure still makes
 * it, when a second one is refused and a setting that names it would send callers to nothing.
 */
export function createDeployment({ account, name, model, version, sku, capacity }: DeploymentPlan): readonly string[] {
  return [
    az(
      ...['cognitiveservices', 'account', 'deployment', 'create', ...ofResource(account)],
      ...['--deployment-name', name, '--model-format', 'OpenAI', '--model-name', model, '--model-version', version],
      ...['--sku-name', sku, '--sku-capacity', String(capacity)],
    ),
    az('resource', 'wait', '--created', '--ids', deploymentId(account, name)),
  ];
}

/** For infra/main.bicepparam: the model, in a version, and the day of its alert, which the Live API’s has none of. */
export function exportModel({ name = '', version = '' }: AccountModel, end?: Date): string {
  const day = end?.toISOString().slice(0, 10) ?? '';
  const values = isLiveName(name)
    ? { LIVE_MODEL: name, LIVE_MODEL_VERSION: version }
    : { REALTIME_MODEL: name, REALTIME_MODEL_VERSION: version, REALTIME_MODEL_RETIRES: day };
  return ['export', ...Object.entries(values).map(([variable, value]) => `${variable}=${value}`)].map(quote).join(' ');
}

/** How much of each model's quota is used in a region. */
export function listUsage(subscription: string, location: string): string {
  const query = '[].{name:name.value,used:currentValue,limit:limit}';
  const where = ['-l', location, '--subscription', subscription];
  return az('cognitiveservices', 'usage', 'list', ...where, '--query', query, '-o', 'table');
}

export function createAccount(account: ArmId, location: string): string {
  return az(
    ...['cognitiveservices', 'account', 'create', ...ofResource(account), '-l', location],
    ...['--kind', 'OpenAI', '--sku', 'S0', '--custom-domain', account.name],
  );
}

export function setSubdomain(account: ArmId): string {
  return az('cognitiveservices', 'account', 'update', ...ofResource(account), '--custom-domain', account.name);
}

export function setAppSetting(site: ArmId, name: string, value: string): string {
  return az('functionapp', 'config', 'appsettings', 'set', ...ofResource(site), '--settings', `${name}=${value}`);
}

export function updateResource(id: string, ...assignments: readonly string[]): string {
  return az('resource', 'update', '--ids', id, '--set', ...assignments);
}

/** What is not assigned stays, the content filter and the upgrade option included: `deployment create` knows neither. */
export function changeDeployment(account: ArmId, name: string, ...assignments: readonly string[]): string {
  return updateResource(deploymentId(account, name), ...assignments);
}

function deploymentId({ id }: ArmId, name: string): string {
  return `${id}/deployments/${name}`;
}

export interface RoleGrant {
  readonly principalId: string;
  readonly principalType: PrincipalType;
  /** GUID of the role. */
  readonly role: string;
  readonly scope: string;
}

export function grantRole({ principalId, principalType, role, scope }: RoleGrant): string {
  return az(
    ...['role', 'assignment', 'create', '--name', assignmentName({ scope, principalId, role })],
    ...['--assignee-object-id', principalId],
    ...['--assignee-principal-type', principalType, '--role', role, '--scope', scope],
  );
}

/** A role of one data action, with a name that the template's own does not have: Azure refuses the same one twice. */
export function defineHangUpRole(
  { id, group, subscription, name }: ArmId,
  dataAction: string,
): readonly [string, string] {
  const roleName = `Realtime call hang-up of ${name}`;
  const definition = {
    Name: roleName,
    IsCustom: true,
    Description: `Ends realtime calls of ${id}, and nothing else.`,
    Actions: [],
    DataActions: [dataAction],
    AssignableScopes: [`/subscriptions/${subscription}/resourceGroups/${group}`],
  };
  const text = JSON.stringify(definition);
  return [az('role', 'definition', 'create', '--subscription', subscription, '--role-definition', text), roleName];
}

/** By the name of a role, which nobody has given yet. */
export function assignRole({ principalId, principalType, role, scope }: RoleGrant): string {
  return az(
    ...['role', 'assignment', 'create', '--assignee-object-id', principalId],
    ...['--assignee-principal-type', principalType, '--role', role, '--scope', scope],
  );
}

export function restartApp(site: ArmId): string {
  return az('functionapp', 'restart', ...ofResource(site));
}

export function removeAssignment(id: string): string {
  return az('role', 'assignment', 'delete', '--ids', id);
}
