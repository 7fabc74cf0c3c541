/**
 * The Azure CLI of this machine, signed in as the operator: it gives tokens, and does what this project prints, as
 * requests to the emulated Resource Manager. Of the other commands that are printed it knows the grammar.
 */
import { parseJson, valueAt, withValueAt } from '../../../src/lib/json.ts';
import type { Handler } from '../../kit/reply.ts';
import type { SettingsTable } from '../app-configuration/emulated-settings.ts';
import { SUBSCRIPTION_ID, TENANT_ID } from '../foundation/directory.ts';
import type { SigningKey } from '../foundation/signing-key.ts';
import { createAccessToken, OPERATOR } from '../identity/access-token.ts';
import type { EntraDirectory } from '../issuer/entra-directory.ts';
import { type AzArguments, readAzArguments, refuseForeign } from './az-arguments.ts';
import { type ArmCall, AZ_REQUESTS, all, one, sitePath } from './az-requests.ts';

export interface AzOutcome {
  readonly ok: boolean;
  /** What it prints: a value, or what went wrong. */
  readonly text: string;
}

export type Az = (args: readonly string[]) => Promise<AzOutcome>;

export interface AzOptions {
  readonly key: SigningKey;
  /** Of Resource Manager. */
  readonly arm: Handler;
  readonly settings: SettingsTable;
  /** Of the App Configuration store, which commands name. */
  readonly storeEndpoint: string;
  /** Of Entra: the API that callers ask tokens for. */
  readonly directory: EntraDirectory;
}

const ARM_AUDIENCE = 'https://management.azure.com';
const LIFETIME_SECONDS = 3_599;
/** A service that always names another page must not keep us. */
const MAX_PAGES = 100;

export function createAz({ key, arm, settings, storeEndpoint, directory }: AzOptions): Az {
  async function send({ method, path, filter, body }: ArmCall): Promise<AzOutcome> {
    const { token } = createAccessToken(key, OPERATOR, ARM_AUDIENCE, LIFETIME_SECONDS);
    const url = new URL(path, 'https://emulated');
    if (!url.searchParams.has('api-version')) url.searchParams.set('api-version', '2025-09-01');
    if (filter !== undefined) url.searchParams.set('$filter', filter);
    const reply = await arm({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
      body: Buffer.from(JSON.stringify(body ?? {})),
      signal: new AbortController().signal,
    });
    if (reply.kind !== 'answer') return failed('(NoAnswer) Resource Manager did not answer.');
    return reply.status < 300 ? done(reply.body) : failed(reply.body);
  }

  /** A list is followed to its last page, and printed without the envelope. */
  async function ask(call: ArmCall): Promise<AzOutcome> {
    const items: unknown[] = [];
    let next: string | undefined = call.path;
    for (let page = 0; next !== undefined && page < MAX_PAGES; page += 1) {
      const outcome = await send(page === 0 ? call : { method: 'GET', path: next });
      const listed = outcome.ok ? parseJson(outcome.text) : undefined;
      const value = valueAt(listed, ['value']);
      if (!Array.isArray(value)) return outcome;
      items.push(...value);
      const link = valueAt(listed, ['nextLink']);
      next = typeof link === 'string' ? link.replace(/^https:\/\/[^/]*/, '') : undefined;
    }
    return done(JSON.stringify(items));
  }

  /** Reads the resource, changes what is set, and writes the whole. */
  async function update(args: AzArguments): Promise<AzOutcome> {
    const path = one(args, 'ids');
    const held = await send({ method: 'GET', path });
    return held.ok ? send({ method: 'PUT', path, body: changed(JSON.parse(held.text), all(args, 'set')) }) : held;
  }

  /** What is made here is there at once. */
  async function wait(args: AzArguments): Promise<AzOutcome> {
    const held = await send({ method: 'GET', path: one(args, 'ids') });
    return held.ok ? done('') : held;
  }

  /** Reads them, changes what is named, and writes the whole. */
  async function setAppSettings(args: AzArguments): Promise<AzOutcome> {
    const path = `${sitePath(args)}/config/appsettings`;
    const held = await send({ method: 'POST', path: `${path}/list` });
    if (!held.ok) return held;
    const given = all(args, 'settings').map((text) => [
      text.slice(0, text.indexOf('=')),
      text.slice(text.indexOf('=') + 1),
    ]);
    const properties = { ...JSON.parse(held.text).properties, ...Object.fromEntries(given) };
    return send({ method: 'PUT', path, body: { properties } });
  }

  const ownCommands: Readonly<Record<string, (args: AzArguments) => AzOutcome | Promise<AzOutcome>>> = {
    'account show': () => done(JSON.stringify({ id: SUBSCRIPTION_ID, tenantId: TENANT_ID, state: 'Enabled' })),
    'account get-access-token'(args) {
      const resource = one(args, 'resource') || one(args, 'scope').replace(/\/\.default$/, '');
      const ofApi = directory.tokenFor(resource);
      if (ofApi) return 'refused' in ofApi ? failed(ofApi.refused) : done(JSON.stringify(ofApi));
      const { token, expiresOnEpochSeconds } = createAccessToken(key, OPERATOR, resource, LIFETIME_SECONDS);
      return done(JSON.stringify({ accessToken: token, expires_on: expiresOnEpochSeconds, tokenType: 'Bearer' }));
    },
    'ad app show': (args) => outcomeOf(directory.application(one(args, 'id'))),
    'ad sp show': (args) => outcomeOf(directory.servicePrincipal(one(args, 'id'))),
    'appconfig revision list'(args) {
      const [key, label] = [one(args, 'key'), one(args, 'label')];
      const held = settings.revisions().filter((each) => each.key === key && (each.label ?? '') === label);
      return done(JSON.stringify(held));
    },
    'appconfig kv set'(args) {
      settings.set(one(args, 'key'), one(args, 'value'), one(args, 'label'));
      return done('{}');
    },
    'appconfig kv show'(args) {
      const value = settings.get(one(args, 'key'), one(args, 'label'));
      if (value === undefined) return failed(`Key '${one(args, 'key')}' does not exist.`);
      return done(JSON.stringify({ key: one(args, 'key'), label: one(args, 'label') || null, value }));
    },
    'appconfig kv delete'(args) {
      settings.delete(one(args, 'key'), one(args, 'label'));
      return done('{}');
    },
    'functionapp config appsettings set': setAppSettings,
    'resource update': update,
    'resource wait': wait,
  };

  return async (words) => {
    const args = readAzArguments(words);
    if ('refused' in args) return failed(args.refused);
    const foreign = refuseForeign(args, storeEndpoint);
    if (foreign !== undefined) return failed(foreign);
    const request = AZ_REQUESTS[args.command];
    const outcome = await (ownCommands[args.command]?.(args) ?? (request && ask(request(args))));
    if (!outcome) return failed(`The emulated Azure has nothing that "az ${args.command}" reads or changes.`);
    return outcome.ok ? queried(outcome, one(args, 'query')) : outcome;
  };
}

/** Of JMESPath it knows only a path, as `-o tsv` prints it; any other query gets the whole. */
function queried(outcome: AzOutcome, query: string): AzOutcome {
  if (!/^[\w.]+$/.test(query)) return outcome;
  const found = valueAt(JSON.parse(outcome.text), query.split('.'));
  return done(`${typeof found === 'object' ? JSON.stringify(found) : String(found)}\n`);
}

/** `a.b=c` changes `{a:{b:…}}`; what is JSON is read as such. */
function changed(resource: unknown, assignments: readonly string[]): unknown {
  return assignments.reduce<unknown>((tree, assignment) => {
    const [, path = '', text = ''] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
    return withValueAt(tree, path.split('.'), parseJson(text) ?? text);
  }, resource);
}

function outcomeOf(found: unknown): AzOutcome {
  return typeof found === 'string' ? failed(found) : done(JSON.stringify(found));
}

function done(text: string): AzOutcome {
  return { ok: true, text };
}

function failed(message: string): AzOutcome {
  return { ok: false, text: `ERROR: ${message}\n` };
}
