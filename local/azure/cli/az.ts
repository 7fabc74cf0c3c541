/**
 * The Azure CLI of this machine, signed in as the operator: it gives tokens, and it does what the doctor prints, as
 * requests to the emulated Resource Manager. It knows no other command.
 */
import { randomUUID } from 'node:crypto';
import { valueAt, withValueAt } from '../../../src/lib/json.ts';
import type { SettingsStore } from '../app-configuration/settings-store.ts';
import { SUBSCRIPTION_ID } from '../directory.ts';
import { createAccessToken, OPERATOR } from '../identity/access-token.ts';
import { type Handler, parseJson } from '../reply.ts';
import type { SigningKey } from '../signing-key.ts';
import { roleDefinitionId } from '../subscription/role-definitions.ts';
import { type AzArguments, parseAzArguments } from './az-arguments.ts';
import { refuseArguments } from './az-options.ts';

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
  readonly settings: SettingsStore;
  /** Of the App Configuration store, which commands name. */
  readonly storeEndpoint: () => string;
}

interface Call {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

const ARM_AUDIENCE = 'https://management.azure.com';
const ITS_COMMANDS =
  'This az knows the commands that the doctor prints for accounts, roles and settings, and no others';
const LIFETIME_SECONDS = 3_599;

export function createAz({ key, arm, settings, storeEndpoint }: AzOptions): Az {
  async function ask({ method, path, body }: Call): Promise<AzOutcome> {
    const { token } = createAccessToken(key, OPERATOR, ARM_AUDIENCE, LIFETIME_SECONDS);
    const reply = await arm({
      method,
      url: new URL(`https://emulated${path}?api-version=2025-09-01`),
      headers: { authorization: `Bearer ${token}` },
      body: Buffer.from(JSON.stringify(body ?? {})),
      signal: new AbortController().signal,
    });
    if (reply.kind !== 'answer') return failed('(NoAnswer) Resource Manager did not answer.');
    return reply.status < 300 ? done(reply.body) : failed(reply.body);
  }

  /** With `--query` a member of the answer, as `-o tsv` prints it. */
  async function show(args: AzArguments): Promise<AzOutcome> {
    const outcome = await ask({ method: 'GET', path: accountPath(args) });
    const query = one(args, 'query');
    return outcome.ok && query !== '' ? done(memberOf(outcome.text, query)) : outcome;
  }

  /** Reads the resource, changes what is set, and writes the whole. */
  async function update(args: AzArguments): Promise<AzOutcome> {
    const path = one(args, 'ids');
    const held = await ask({ method: 'GET', path });
    return held.ok ? ask({ method: 'PUT', path, body: changed(JSON.parse(held.text), all(args, 'set')) }) : held;
  }

  return async (args) => {
    const parsed = parseAzArguments(args);
    const refusal = refuseArguments(parsed, storeEndpoint());
    if (refusal !== undefined) return failed(refusal);
    if (parsed.command === 'account get-access-token') {
      const resource = one(parsed, 'resource');
      const { token, expiresOnEpochSeconds } = createAccessToken(key, OPERATOR, resource, LIFETIME_SECONDS);
      return done(JSON.stringify({ accessToken: token, expires_on: expiresOnEpochSeconds, tokenType: 'Bearer' }));
    }
    if (parsed.command === 'appconfig kv set') {
      settings.set(one(parsed, 'key'), one(parsed, 'value'), one(parsed, 'label'));
      return done('{}');
    }
    // Of JMESPath only a path is known.
    if (!/^[\w.]*$/.test(one(parsed, 'query'))) return failed(`${ITS_COMMANDS}: --query ${one(parsed, 'query')}`);
    if (parsed.command === 'cognitiveservices account show') return show(parsed);
    if (parsed.command === 'resource update') return update(parsed);
    const writes = WRITES[parsed.command];
    return writes ? ask(writes(parsed)) : failed(`${ITS_COMMANDS}: ${args.join(' ')}`);
  };
}

const WRITES: Readonly<Record<string, (args: AzArguments) => Call>> = {
  'cognitiveservices account create': (args) => ({
    method: 'PUT',
    path: accountPath(args),
    body: {
      kind: one(args, 'kind'),
      location: one(args, 'location'),
      properties: { customSubDomainName: one(args, 'custom-domain') },
    },
  }),
  'cognitiveservices account update': (args) => ({
    method: 'PATCH',
    path: accountPath(args),
    body: { properties: { customSubDomainName: one(args, 'custom-domain') } },
  }),
  'cognitiveservices account deployment create': (args) => ({
    method: 'PUT',
    path: `${accountPath(args)}/deployments/${one(args, 'deployment-name')}`,
    body: {
      sku: { name: one(args, 'sku-name'), capacity: Number(one(args, 'sku-capacity')) },
      properties: {
        model: {
          format: one(args, 'model-format'),
          name: one(args, 'model-name'),
          version: one(args, 'model-version'),
        },
      },
    },
  }),
  'role assignment create': (args) => ({
    method: 'PUT',
    path: `${one(args, 'scope')}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
    body: {
      properties: {
        roleDefinitionId: roleDefinitionId(one(args, 'role')),
        principalId: one(args, 'assignee-object-id'),
        principalType: one(args, 'assignee-principal-type'),
      },
    },
  }),
  'role assignment delete': (args) => ({ method: 'DELETE', path: one(args, 'ids') }),
  'provider register': (args) => ({
    method: 'POST',
    path: `/subscriptions/${SUBSCRIPTION_ID}/providers/${one(args, 'namespace')}/register`,
  }),
};

function accountPath(args: AzArguments): string {
  const group = one(args, 'resource-group');
  return `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${group}/providers/Microsoft.CognitiveServices/accounts/${one(args, 'name')}`;
}

/** `a.b=c` changes `{a:{b:…}}`; what is JSON is read as such. */
function changed(resource: unknown, assignments: readonly string[]): unknown {
  return assignments.reduce<unknown>((tree, assignment) => {
    const [, path = '', text = ''] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
    return withValueAt(tree, path.split('.'), parseJson(Buffer.from(text)) ?? text);
  }, resource);
}

function memberOf(json: string, path: string): string {
  return `${String(valueAt(JSON.parse(json), path.split('.')))}\n`;
}

function all({ options }: AzArguments, name: string): readonly string[] {
  return options.get(name) ?? [];
}

function one(args: AzArguments, name: string): string {
  return all(args, name)[0] ?? '';
}

function done(text: string): AzOutcome {
  return { ok: true, text };
}

function failed(message: string): AzOutcome {
  return { ok: false, text: `ERROR: ${message}\n` };
}
