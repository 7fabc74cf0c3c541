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
      '- Each key is judged by itself. A wrong value keeps the last good one of that key in force, and every other key has its new value at once. The log (`settings_unusable`) and `readyz` (`settings_invalid`; to an operator the key and what is wrong) say so until somebody fixes it.',
      '- An instance that has just started has no good value to keep: it does what the column _Wrong from the start_ says. No default stands in for a wrong value of a key that says who is served, how much or with what. Until somebody fixes it, everybody gets 503 `configuration_unavailable`, which names the key.',
      '- A key that somebody deletes has its default again. A required key has no default, so deleting it counts as a wrong value.',
      '- Each profile validates by itself: a wrong one refuses only its own callers (503 `profile_invalid`); the log (`profile_invalid`) names the key, the place and the fix, and `readyz` has the warning `profile_invalid`.',
      '- A key under the prefix that this version does not know is logged (`settings_unknown`) and never refuses anything, so that a version can be rolled back.',
      '- A request that finds settings older than about 30 s (24 to 36, so that instances do not poll together) is served with them, and they are refreshed in the background. Older than five minutes, a request waits up to a second for them. Older than an hour they no longer count: 503.',
      '- While the store fails or throttles, an instance asks it again after one second, two, four and so on up to half a minute, each a little shortened by chance. A longer `Retry-After` of the store counts, up to a minute. The first good answer ends this.',
      '- Until there are usable settings every mint is refused with 503 `configuration_unavailable`, which names the key or the store. Such an answer has no CORS headers, because no origin is known then: a browser shows a CORS error, `curl` shows the problem.',
      '- The app ignores space, line ends and a byte order mark around a value; instructions keep their space and line ends. With a content type of JSON (`application/json`, `application/…+json`) a JSON string is read as the text that it means. A reference to Key Vault, a feature flag and a reference to a snapshot are wrong values of their key: the app fetches nothing for them. `az appconfig kv set` keeps a key’s content type unless `--content-type` names another.',
    ].join('\n'),
    '### Callers',
    '```json\n[{ "tenant": "<tenant id>", "audiences": ["<application id>"], "scope": "Realtime.Connect", "role": "Realtime.Connect.All" }]\n```',
    [
      '- `tenant` trusts an Entra tenant under both of its issuers (access tokens of version 1 and 2), as the cloud of `realtime:endpoint` has them. `issuer` trusts exactly one OpenID Connect issuer, whose discovery document must name it byte for byte.',
      '- An audience that is a GUID stands for its `api://` form too, and the other way round.',
      '- A token that acts for a person needs `scope`. A token of an app for itself needs `role`, and is refused where none is configured. At least one of the two is required.',
      '- A token must name the key that signed it (`kid`), and end within 30 days.',
      '- `scope` and `role` are names as tokens have them, of the alphabet of RFC 6749 section 3.3: `Realtime.Connect` for Entra, whose tokens have it without `api://…/` before it, and what another provider has, such as `https://api.example.com/x`.',
      '- `common`, `organizations`, `consumers` and the tenant of all personal Microsoft accounts are refused: list each tenant as an entry of its own.',
    ].join('\n'),
  );
}
