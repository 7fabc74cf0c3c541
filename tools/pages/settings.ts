/** docs/settings.md: the environment and the keys of App Configuration, from the schema that reads them. */
import { ENVIRONMENT_VARIABLES } from '../../src/environment.ts';
import { KEY_PREFIX, SETTING_KEYS, type SettingKey } from '../../src/settings/keys.ts';
import { GENERATED, page, table } from './markdown.ts';

const OTHERWISE: Readonly<Record<SettingKey['otherwise'], string>> = {
  refused: '503 for everybody',
  default: 'the default',
  'its callers are refused': '503 for its callers',
};

export function settingsPage(): string {
  return page(
    '# Settings',
    GENERATED,
    '## Environment',
    'The environment holds only what the app needs to reach Azure. An empty variable counts as not set.',
    table(
      ['Variable', 'Meaning'],
      ENVIRONMENT_VARIABLES.map(({ name, meaning }) => [`\`${name}\``, meaning]),
    ),
    '## App Configuration',
    'Everything else is in App Configuration, and changes need no restart. An absent or empty key has its default.',
    table(
      ['Key', 'Meaning', 'Default', 'Wrong from the start', 'Written by'],
      SETTING_KEYS.map(({ key, meaning, defaultText, required, otherwise, writtenBy }) => [
        `\`${KEY_PREFIX}${key}\``,
        meaning,
        required ? '**required**' : defaultText === undefined ? '—' : `\`${defaultText}\``,
        OTHERWISE[otherwise],
        writtenBy === 'bicep' ? 'Bicep' : 'operator',
      ]),
    ),
    '### How they take effect',
    [
      '- The app checks each key by itself. If a value is wrong, the key’s last good value stays in force, and every other key takes its new value at once. The log (`settings_unusable`) and `readyz` (`settings_invalid`; to an operator the key and what is wrong) say so until somebody fixes it.',
      '- An instance that has just started has no good value to keep: it does what the column _Wrong from the start_ says. If the key says who may call, how much or with what, the app does not use the default instead. Until somebody fixes the value, everybody gets 503 `configuration_unavailable`, which names the key.',
      '- If somebody deletes a key, its default applies again. A required key has no default, so deleting it counts as a wrong value.',
      '- The app checks each profile by itself. If one is wrong, the app refuses only that profile’s callers (503 `profile_invalid`). The log (`profile_invalid`) names the key, the place and the fix, and `readyz` has the warning `profile_invalid`.',
      '- If this version does not know a key under the prefix, it logs the key (`settings_unknown`) and refuses nobody because of it. So you can roll a version back.',
      '- If the settings are older than about 30 s (24 to 36, so that instances do not poll together), the app serves the request with them and refreshes them in the background. If they are older than five minutes, a request waits up to a second for new ones. After an hour they no longer count: 503.',
      '- While the store fails or throttles, an instance asks it again after one second, two, four and so on up to half a minute, each shortened a little at random. If the store’s `Retry-After` is longer, the instance waits for that, up to a minute. The first good answer ends this.',
      '- Until an instance has usable settings, it refuses every mint with 503 `configuration_unavailable`, which names the key or the store. That answer has no CORS headers, because the app knows no allowed origin then: a browser shows a CORS error, `curl` shows the problem.',
      '- The app ignores space, line ends and a byte order mark around a value; instructions keep their space and line ends. With a content type of JSON (`application/json`, `application/…+json`) the app reads a JSON string as the text inside it. A reference to Key Vault, a feature flag and a reference to a snapshot are wrong values of their key: the app fetches nothing for them. `az appconfig kv set` keeps a key’s content type unless `--content-type` names another.',
    ].join('\n'),
    '### Callers',
    '```json\n[{ "tenant": "<tenant id>", "audiences": ["<application id>"], "scope": "Realtime.Connect", "role": "Realtime.Connect.All" }]\n```',
    [
      '- `tenant` trusts an Entra tenant under both of its issuers (access tokens of version 1 and 2), in the cloud of `realtime:endpoint`. `issuer` trusts exactly one OpenID Connect issuer, whose discovery document must name it byte for byte.',
      '- If an audience is a GUID, its `api://` form counts too, and the other way round.',
      '- A token that acts for a person needs `scope`. A token that an app has for itself needs `role`; if the entry names none, the app’s token is refused. Each entry needs at least one of the two.',
      '- A token must name the key that signed it (`kid`), and end within 30 days.',
      '- Write `scope` and `role` as tokens have them, in the alphabet of RFC 6749 section 3.3. For Entra that is `Realtime.Connect`, because its tokens leave out `api://…/`; another provider may have `https://api.example.com/x`.',
      '- The app refuses `common`, `organizations`, `consumers` and the tenant of all personal Microsoft accounts: list each tenant as an entry of its own.',
    ].join('\n'),
  );
}
