/** What the template makes, read from its reviewed snapshots: they are held against the compiler in `test/infra`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assignmentName } from '../../tools/doctor/roles/assignment-name.ts';
import type { Variant } from '../infra/compiler/variants.ts';
import type { Written } from './operator.ts';
import type { Made } from './recorded.ts';

interface Resource extends Made {
  readonly name: string;
  readonly properties?: { readonly value?: string; readonly contentType?: string };
}

const KEY_VALUES = 'Microsoft.AppConfiguration/configurationStores/keyValues';
const PREFIX = 'realtime:';

export function madeByTemplate(variant: Variant): readonly Resource[] {
  const snapshot = JSON.parse(readFileSync(join(__dirname, '../infra/snapshots', `${variant}.json`), 'utf8'));
  return (snapshot as { predictedResources: readonly Resource[] }).predictedResources;
}

/** The compiler leaves open who deploys. */
const OF_DEPLOYER =
  /^\[extensionResourceId\('(?<scope>[^']+)', '(?<type>[^']+)', guid\('\k<scope>', deployer\(\)\.objectId, '(?<role>[^']+)'\)\)\]$/;

/**
 * The same for a key in either spelling: characters may be percent-encoded in a key-value's name, with ~ for the %.
 * @param deployer object id of whoever deploys
 */
export function identityOf({ type, id }: Made, deployer: string): string {
  if (type === KEY_VALUES) return `${type} ${decodeURIComponent(id.replaceAll('~', '%'))}`;
  const { scope, role } = OF_DEPLOYER.exec(id)?.groups ?? {};
  if (scope === undefined || role === undefined) return `${type} ${id}`;
  return `${type} ${scope}/providers/${type}/${assignmentName({ scope, principalId: deployer, role })}`;
}

/** @param values of what the compiler leaves open, and of what the emulated account does not have; keys without prefix */
export function settingsOfTemplate(values: Readonly<Record<string, string>>): readonly Written[] {
  return madeByTemplate('default')
    .filter(({ type }) => type === KEY_VALUES)
    .map(({ name, properties = {} }) => {
      const key = decodeURIComponent(name.replace(/^[^/]*\//, '').replaceAll('~', '%'));
      const value = values[key.slice(PREFIX.length)] ?? properties.value ?? '';
      return { key, value, content_type: properties.contentType ?? null };
    });
}
