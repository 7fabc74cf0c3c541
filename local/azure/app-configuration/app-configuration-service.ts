/**
 * App Configuration's data plane as `@azure/app-configuration` uses it. Every request needs a token of the emulated
 * identity for `https://appconfig.azure.com`: what the SDK asks for when the host is outside Azure's domains.
 */

import type { Answer, Handler, HttpExchange, Reply } from '../../kit/reply.ts';
import { createRouter, type Segments } from '../../kit/router.ts';
import type { SigningKey } from '../foundation/signing-key.ts';
import { readAudience, toBearerToken } from '../identity/access-token.ts';
import type { AppConfigurationSwitches } from './app-configuration-switches.ts';
import type { SettingsTable } from './emulated-settings.ts';
import { listRevisions, listSettings } from './list-settings.ts';
import { deleteSetting, getSetting, putSetting } from './one-setting.ts';
import { bodyless, failure, invalidArgument, unauthorized } from './problems.ts';

export interface AppConfigurationServiceOptions {
  readonly table: SettingsTable;
  readonly identityKey: SigningKey;
  readonly switches: AppConfigurationSwitches;
}

const AUDIENCE = 'https://appconfig.azure.com';

export function createAppConfigurationService(options: AppConfigurationServiceOptions): Handler {
  const { table, identityKey, switches } = options;
  const list = (exchange: HttpExchange): Answer => {
    const page = listSettings(table, exchange, switches.take('appConfiguration.pageSize'));
    const malformed = page.status === 200 && switches.take('appConfiguration.body') === 'malformed';
    return malformed ? { ...page, body: page.body.slice(0, Math.ceil(page.body.length / 2)) } : page;
  };
  const get = (exchange: HttpExchange, { key = '' }: Segments) => getSetting(table, exchange, key);
  const route = createRouter(
    [
      { method: 'GET', path: '/kv', handle: list },
      { method: 'HEAD', path: '/kv', handle: list },
      { method: 'GET', path: '/revisions', handle: (exchange) => listRevisions(table, exchange) },
      { method: 'GET', path: '/kv/:key', handle: get },
      { method: 'HEAD', path: '/kv/:key', handle: get },
      { method: 'PUT', path: '/kv/:key', handle: (exchange, { key = '' }) => putSetting(table, exchange, key) },
      { method: 'DELETE', path: '/kv/:key', handle: (exchange, { key = '' }) => deleteSetting(table, exchange, key) },
    ],
    {
      notFound: () => bodyless(404),
      methodNotAllowed: (allowed) => ({ ...failure(405), headers: { allow: allowed.join(', ') } }),
    },
  );

  function refuseBySwitch(): Answer | undefined {
    const status = Number(switches.take('appConfiguration.status'));
    if (status === 200) return undefined;
    if (status === 401) return unauthorized('Asked for by the switch appConfiguration.status');
    return failure(status, status === 429 || status === 503 ? { 'retry-after-ms': '50' } : {});
  }
  async function refuse({ headers, url }: HttpExchange): Promise<Answer | undefined> {
    const refused = refuseBySwitch() ?? (await refuseToken(headers.authorization, identityKey));
    if (refused) return refused;
    return url.searchParams.has('api-version')
      ? undefined
      : invalidArgument('api-version', 'An API version is required.');
  }

  return async (exchange) => {
    const refused = await refuse(exchange);
    return refused ?? withSyncToken(await route(exchange), table.version);
  };
}

/** `<id>=<value>;sn=<sequence number>`, the form that the SDK parses (syncTokenPolicy.js) and sends back. */
function withSyncToken(reply: Reply, version: number): Reply {
  if (reply.kind !== 'answer') return reply;
  const token = `emulated=${Buffer.from(String(version)).toString('base64url')};sn=${version}`;
  return { ...reply, headers: { ...reply.headers, 'sync-token': token } };
}

async function refuseToken(authorization: string | undefined, identityKey: SigningKey): Promise<Answer | undefined> {
  const token = toBearerToken(authorization);
  if (token === undefined) return unauthorized();
  const audience = await readAudience(identityKey, token);
  if (audience === undefined) return unauthorized('The access token is expired, or not of this identity');
  return audience === AUDIENCE ? undefined : unauthorized(`The access token is for another audience than ${AUDIENCE}`);
}
