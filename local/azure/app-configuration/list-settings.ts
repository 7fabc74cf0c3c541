/**
 * `GET` and `HEAD /kv`: one page of the settings that pass the filters. Each page has an ETag of its own, in the body
 * and in the header; the SDK sends it back per page, and a 304 must carry the link to the next page, or a poll would
 * end at the first unchanged one (appConfigurationClient.js, listConfigurationSettings and checkConfigurationSettings).
 */

import { createHash } from 'node:crypto';
import { parseJson } from '../../../src/lib/json.ts';
import { type Answer, answer, type HttpExchange } from '../../kit/reply.ts';
import { noneMatchFails, quote } from './conditions.ts';
import type { SettingsTable, StoredSetting } from './emulated-settings.ts';
import { parseFilter } from './filter.ts';
import { bodyless, invalidArgument } from './problems.ts';

const KVSET_TYPE = 'application/vnd.microsoft.appconfig.kvset+json; charset=utf-8';

export function listSettings(table: SettingsTable, { url, headers }: HttpExchange, pageSize: number): Answer {
  const query = lowerCaseNames(url.searchParams);
  const key = parseFilter(query.get('key'));
  if (!key) return invalidArgument('key', 'The key filter is not one.');
  const label = parseFilter(query.get('label'));
  if (!label) return invalidArgument('label', 'The label filter is not one.');
  const after = query.get('after');
  const rest = table
    .list()
    .filter((setting) => key(setting.key) && label(setting.label))
    .filter((setting) => after === null || isAfter(setting, after));
  const page = rest.slice(0, pageSize);
  const last = page.at(-1);
  const nextLink = last && rest.length > page.length ? toNextLink(query, toPosition(last)) : undefined;
  const etag = toPageEtag(page);
  const pageHeaders = { etag: quote(etag), ...(nextLink && { link: `<${nextLink}>; rel="next"` }) };
  if (noneMatchFails(headers, etag)) return bodyless(304, pageHeaders);
  const fields = query.get('$select')?.split(',');
  const items = fields ? page.map((setting) => pick(setting, fields)) : page;
  const body = JSON.stringify({ etag, items, ...(nextLink && { '@nextLink': nextLink }) });
  return answer(200, body, { ...pageHeaders, 'content-type': KVSET_TYPE });
}

/**
 * `GET /revisions` (learn.microsoft.com/azure/azure-app-configuration/rest-api-revisions, 2026-11-28): what was written
 * before too, the newest first. On one page, because nobody here asks for more than one key.
 */
export function listRevisions(table: SettingsTable, { url }: HttpExchange): Answer {
  const query = lowerCaseNames(url.searchParams);
  const [key, label] = [parseFilter(query.get('key')), parseFilter(query.get('label'))];
  if (!key) return invalidArgument('key', 'The key filter is not one.');
  if (!label) return invalidArgument('label', 'The label filter is not one.');
  const items = table.revisions().filter((setting) => key(setting.key) && label(setting.label));
  return answer(200, JSON.stringify({ items }), { 'content-type': KVSET_TYPE });
}

/** The SDK writes its parameters in lower case before sending; others write `After` and `$Select`. */
function lowerCaseNames(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].map(([name, value]): [string, string] => [name.toLowerCase(), value]));
}

/** A position in the order of the store, opaque to a client. */
function toPosition({ key, label }: StoredSetting): string {
  return Buffer.from(JSON.stringify([key, label ?? ''])).toString('base64url');
}

function isAfter(setting: StoredSetting, position: string): boolean {
  const parsed = parseJson(Buffer.from(position, 'base64url').toString());
  if (!Array.isArray(parsed)) return true;
  const [key, label] = parsed.map(String);
  const own = setting.label ?? '';
  return setting.key > (key ?? '') || (setting.key === key && own > (label ?? ''));
}

/** `after` comes last and in lower case: the SDK parses the whole link as a query and looks for that name. */
function toNextLink(query: URLSearchParams, position: string): string {
  const kept = [...query].filter(([name]) => name !== 'after');
  return `/kv?${[...kept, ['after', position]].map((pair) => pair.map((part) => encodeURIComponent(String(part))).join('=')).join('&')}`;
}

function toPageEtag(page: readonly StoredSetting[]): string {
  return createHash('sha256')
    .update(JSON.stringify(page.map(({ key, label, etag }) => [key, label, etag])))
    .digest('base64url');
}

function pick(setting: StoredSetting, fields: readonly string[]): Partial<StoredSetting> {
  return Object.fromEntries(Object.entries(setting).filter(([name]) => fields.includes(name)));
}
