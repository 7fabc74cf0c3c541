/** `GET`, `HEAD`, `PUT` and `DELETE /kv/{key}?label=`: one setting, with conditions on its ETag. */

import * as z from 'zod';
import { parseJson } from '../../../src/lib/json.ts';
import { type Answer, answer, type HttpExchange } from '../../kit/reply.ts';
import { matchFails, noneMatchFails, quote } from './conditions.ts';
import { type SettingsTable, type StoredSetting, toLabel } from './emulated-settings.ts';
import { bodyless, invalidArgument, tooLarge } from './problems.ts';

const KV_TYPE = 'application/vnd.microsoft.appconfig.kv+json; charset=utf-8';

/** What a client may write; it also sends `etag`, `locked` and others, which the store decides itself. */
const written = z.object({
  value: z.string().nullish(),
  content_type: z.string().nullish(),
  tags: z.record(z.string(), z.string()).nullish(),
});

export function getSetting(table: SettingsTable, { url, headers }: HttpExchange, key: string): Answer {
  const setting = table.find(key, toLabel(url.searchParams.get('label')));
  if (!setting) return bodyless(404);
  if (matchFails(headers, setting.etag)) return bodyless(412);
  if (noneMatchFails(headers, setting.etag)) return bodyless(304, { etag: quote(setting.etag) });
  return toAnswer(setting);
}

export function putSetting(table: SettingsTable, { url, headers, body }: HttpExchange, key: string): Answer {
  const label = toLabel(url.searchParams.get('label'));
  if (failsConditions(headers, table.find(key, label)?.etag)) return bodyless(412);
  const parsed = written.safeParse(parseJson(body.toString()));
  if (!parsed.success) return invalidArgument('body', 'The body is not a key-value.');
  const { value, content_type, tags } = parsed.data;
  try {
    return toAnswer(
      table.put({ key, label, value: value ?? '', content_type: content_type ?? null, tags: tags ?? {} }),
    );
  } catch (error) {
    if (error instanceof RangeError) return tooLarge(error.message);
    throw error;
  }
}

export function deleteSetting(table: SettingsTable, { url, headers }: HttpExchange, key: string): Answer {
  const label = toLabel(url.searchParams.get('label'));
  if (failsConditions(headers, table.find(key, label)?.etag)) return bodyless(412);
  const removed = table.remove(key, label);
  return removed ? toAnswer(removed) : bodyless(204);
}

function failsConditions(headers: HttpExchange['headers'], etag: string | undefined): boolean {
  return matchFails(headers, etag) || noneMatchFails(headers, etag);
}

function toAnswer(setting: StoredSetting): Answer {
  return answer(200, JSON.stringify(setting), {
    'content-type': KV_TYPE,
    etag: quote(setting.etag),
    'last-modified': new Date(setting.last_modified).toUTCString(),
  });
}
