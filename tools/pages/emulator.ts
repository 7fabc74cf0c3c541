/** docs/emulator.md: what is emulated, and the switches. */
import { ALL_SWITCHES } from '../../local/azure/all-switches.ts';
import type { SwitchDefinition } from '../../local/kit/switches.ts';
import { callsSection } from './emulator-calls.ts';
import { liveSection } from './emulator-live.ts';
import { GENERATED, page, table } from './markdown.ts';

export function emulatorPage(): string {
  return page(
    '# The machine’s own Azure',
    GENERATED,
    '`npm start` and the tests run against servers on this machine that speak Azure’s own protocols. They do only what somebody has documented or recorded of Azure ([azure.md](azure.md)). If nobody knows what Azure does, you choose with a switch. The servers listen on loopback, make new keys at each start, and show nothing about a real subscription.',
    table(
      ['Service', 'Address of `npm start`', 'What it does'],
      [
        [
          'Managed identity',
          '`http://127.0.0.1:7080`',
          'App Service’s identity endpoint: tokens for the resource that a request names',
        ],
        [
          'Token issuer',
          '`https://localhost:7081/…`',
          'OpenID Connect discovery and keys; callers’ tokens in the shape of Entra’s version 2, or of [another issuer](callers.md)',
        ],
        [
          'App Configuration',
          '`https://127.0.0.1:7082`',
          'Key-values with labels, filters, pages and ETags, behind TLS; checks the token’s audience and expiry',
        ],
        [
          'Azure OpenAI',
          '`http://127.0.0.1:7083`',
          '`client_secrets` of the GA API, with validation and the recorded headers; deployments of several kinds; voice calls over WebRTC with a parrot, of Realtime and of GPT-Live',
        ],
        [
          'Table storage',
          '`http://127.0.0.1:7085/devstoreaccount1`',
          'Azurite’s own table service, in memory, with its well-known account and key, which are no secret; it has no switches',
        ],
        ['Control', '`http://127.0.0.1:7084`', 'Everything below'],
        [
          'Ingestion of Application Insights',
          '`https://127.0.0.1:7086`',
          '`/v2.1/track` behind TLS; checks the token’s audience. `curl -s http://127.0.0.1:7084/telemetry` shows what arrived',
        ],
        [
          'Resource Manager',
          '`https://127.0.0.1:7087`',
          'What the doctor reads and what its commands write: accounts, deployments, models, quota, roles, Resource Graph',
        ],
      ],
    ),
    '`npm run azure` starts the emulated Azure alone and prints the `local.settings.json` that makes `func start` use it.',
    '## Deployments',
    'A mint works with `gpt-realtime-mini`, `gpt-realtime` and `voice-assistant`. It is refused with six others: `gpt-live` has a model of Azure’s other voice API ([below](#gpt-live)), `gpt-realtime-chat` has a right-looking name and a chat model behind it, `gpt-realtime-whisper` and `gpt-4o-mini-transcribe` have transcription models, `gpt-realtime-translate` has a translation model, and `gpt-realtime-fresh` is always younger than five minutes. To see what each causes:',
    '```sh\ncurl -s -X PUT http://127.0.0.1:7084/settings/realtime:deployment -d gpt-realtime-chat\n```',
    'The app reads its settings only while requests come. Half a minute later the next request still has the old value, and later ones have the new value.',
    '## A page of your own',
    '`npm start -- --origin http://localhost:5173` lets a page of that origin call the endpoint. It prints three lines for that page: with them, the page gets a caller’s token from the control service and starts a call. You may repeat `--origin`.',
    'The control service gives such a page a token and nothing else. It refuses the pages of every other origin. To add an origin to a running `npm start`, write the list into the setting `realtime:cors:origins`, the playground’s own origin included, and paste a token from `curl -s -X POST http://127.0.0.1:7084/caller-token` into your page.',
    '## Resource Manager and the Azure CLI',
    'Deployments, roles, network rules, models and quota form one state. Resource Manager shows and changes that state, and the mint answers from it. The emulated `az` is signed in as an operator who owns the subscription. It gives tokens, and runs the commands that this project prints for accounts, deployments, roles and settings. For every other printed command it only checks the options as Azure CLI 2.91 does, and says that it has nothing to change. In a POSIX shell:',
    '```sh\neval "$(curl -s http://127.0.0.1:7084/operator)"\ncurl -s -X PUT http://127.0.0.1:7084/switches/account.deploymentModel -d \'"gpt-4o"\'\nnpm run doctor -- --arm https://127.0.0.1:7087 --group rg-local --mint\n```',
    'Type the command that the doctor prints; the next run finds no fault. Resources have the names that infra/main.bicep would give: `rg-local`, `oai-local`, `func-local`, `appcs-local`, `stlocal`, `id-local`. Models and their states are those of [models.md](models.md); their ends count in days from the start, so that no model retires by itself. `account.modelState` ends the default model. Then Resource Manager refuses it in Azure’s words; once it has retired, mints get 410. A second account answers under `localhost` in place of `127.0.0.1`.',
    '## Several regions',
    '`npm run azure -- --region eastus2` adds an Azure OpenAI account in that region. It has its own address, secrets and calls, the same deployments, and the role for the app’s identity. You may repeat `--region`. `npm start` has an account in `eastus2` too, at a free port, for the playground’s _The first region is down_. Each switch of `mint.*`, `calls.*`, `live.*` and `openai.*` also exists with the region before its name, so that one region fails and another serves:',
    `\`\`\`sh\ncurl -s -X PUT http://127.0.0.1:7084/switches/eastus2.mint.error -H 'Content-Type: application/json' -d '"call-quota"'\n\`\`\``,
    ...callsSection(),
    ...liveSection(),
    '## Switches',
    '```sh\ncurl -s -X PUT http://127.0.0.1:7084/switches/mint.error -H \'Content-Type: application/json\' -d \'"firewall"\'\ncurl -s -X PUT http://127.0.0.1:7084/switches/mint.error -H \'Content-Type: application/json\' -d \'{"value":"call-quota","times":1}\'\ncurl -s -X DELETE http://127.0.0.1:7084/switches\n```',
    'The last command puts every switch back. Settings stay as you set them, and so does what `az` has changed. `curl -s -X DELETE http://127.0.0.1:7084` puts all of it back.',
    table(
      ['Switch', 'What it does', 'Values', 'At start', 'Where it comes from'],
      ALL_SWITCHES.map(({ name, description, values, initial, source }) => [
        `\`${name}\``,
        description,
        valuesOf(values),
        `\`${initial}\``,
        source,
      ]),
    ),
    '*Emulator* as a source means ordinary trouble of a network or a server, which needs no source.',
  );
}

function valuesOf(values: SwitchDefinition['values']): string {
  if ('minimum' in values) return `${values.minimum} to ${values.maximum}`;
  return values.map((value) => `\`${value}\``).join(', ');
}
