/**
 * The rooms of the project, and what each may import: imports between rooms go one way.
 * test/unit/layers.test.ts holds this against the imports of `src`, `local`, `client`, `tools` and `examples`;
 * CONTRIBUTING.md prints it.
 */

export interface Room {
  /** A folder, or one file. A file belongs to the room with the longest path that leads to it. */
  readonly path: string;
  readonly holds: string;
  /** Other rooms. A room may always import what is its own. */
  readonly mayImport: readonly string[];
}

const PARTS = ['src/auth', 'src/calls', 'src/diagnosis', 'src/profiles', 'src/quota', 'src/realtime', 'src/settings'];

export const ROOMS: readonly Room[] = [
  {
    path: 'src/index.ts',
    holds: 'reads the environment once, makes the adapters, registers the triggers',
    mayImport: ['src/app.ts', 'src/azure', 'src/environment.ts', 'src/lib', 'src/routes'],
  },
  {
    path: 'src/app.ts',
    holds: 'the composition root, with no class of Azure’s; the triggers as data',
    mayImport: [
      ...['src/auth', 'src/calls', 'src/environment.ts', 'src/http', 'src/issuance', 'src/lib', 'src/problems'],
      ...['src/quota', 'src/realtime', 'src/routes', 'src/settings', 'src/telemetry'],
    ],
  },
  {
    path: 'src/azure',
    holds: 'the adapters behind the ports: settings’ store, tables, identity, HTTP client, telemetry’s sender',
    mayImport: [
      ...['src/calls', 'src/environment.ts', 'src/lib', 'src/quota', 'src/realtime', 'src/settings'],
      'src/telemetry',
    ],
  },
  {
    path: 'src/routes',
    holds: 'a file per route: what it answers; the table of the routes',
    mayImport: [
      ...['src/auth', 'src/calls', 'src/diagnosis', 'src/http', 'src/issuance', 'src/lib', 'src/problems'],
      ...['src/quota', 'src/profiles', 'src/realtime', 'src/settings'],
    ],
  },
  {
    path: 'src/issuance',
    holds: 'the way from a request to a session: one function, a step after the other',
    mayImport: [...PARTS, 'src/http', 'src/lib', 'src/problems', 'src/telemetry'],
  },
  {
    path: 'src/problems',
    holds: 'every reason a request can be refused for, its wire form and its page',
    mayImport: [...PARTS, 'src/http', 'src/lib'],
  },
  {
    path: 'src/http',
    holds: 'the edge around every route: ids, body, CORS, timings',
    mayImport: ['src/lib'],
  },
  {
    path: 'src/settings',
    holds: 'the settings in force, last known good',
    mayImport: [...['src/auth', 'src/calls', 'src/http', 'src/lib', 'src/profiles', 'src/quota', 'src/realtime']],
  },
  { path: 'src/environment.ts', holds: 'the variables of the environment', mayImport: [] },
  { path: 'src/auth', holds: 'from an access token to a caller', mayImport: ['src/lib'] },
  {
    path: 'src/profiles',
    holds: 'named sessions, each validated alone; what a caller may choose, and the merge',
    mayImport: ['src/lib'],
  },
  {
    path: 'src/calls',
    holds: 'a call after its beginning: terms, leash, sweep, end',
    mayImport: ['src/auth', 'src/lib', 'src/quota', 'src/realtime', 'src/telemetry'],
  },
  { path: 'src/quota', holds: 'how many secrets a caller may have', mayImport: ['src/lib'] },
  {
    path: 'src/realtime',
    holds: 'Azure OpenAI: endpoint, client secrets, calls, its errors',
    mayImport: ['src/diagnosis', 'src/lib'],
  },
  { path: 'src/diagnosis', holds: 'the catalogue: symptom, causes, fixes', mayImport: ['src/lib'] },
  {
    path: 'src/telemetry',
    holds: 'what the app may report, and its buffer',
    mayImport: ['src/lib'],
  },
  { path: 'src/lib', holds: 'small and general', mayImport: [] },
  {
    path: 'local',
    holds: '`npm start` and `npm run azure`',
    mayImport: ['local/azure', 'local/host', 'local/kit', 'local/page/server', 'local/start'],
  },
  {
    path: 'local/start',
    holds: 'the pieces of `npm start`: its options, what it prints, who runs the functions',
    mayImport: ['local/azure', 'local/host', 'local/kit', 'src/lib'],
  },
  {
    path: 'local/page/server',
    holds: 'what serves the playground',
    mayImport: [
      'local/azure',
      'local/azure/foundation',
      'local/azure/subscription',
      'local/kit',
      'local/page',
      'src/lib',
    ],
  },
  {
    path: 'local/page/app',
    holds: 'the playground, in the browser',
    mayImport: ['client', 'local/page', 'src/diagnosis', 'src/lib', 'src/problems', 'src/telemetry'],
  },
  { path: 'local/page', holds: 'what the server tells the page', mayImport: [] },
  { path: 'local/host', holds: 'the function host that runs the bundle', mayImport: ['local/kit', 'src/lib'] },
  {
    path: 'local/azure',
    holds: 'the emulated Azure as a whole: its services, its ports, what it prints',
    mayImport: [
      ...['local/azure/app-configuration', 'local/azure/arm', 'local/azure/cli', 'local/azure/control'],
      ...['local/azure/foundation', 'local/azure/identity', 'local/azure/ingestion', 'local/azure/issuer'],
      ...['local/azure/openai', 'local/azure/storage', 'local/azure/subscription', 'local/kit'],
    ],
  },
  {
    path: 'local/azure/control',
    holds: 'its switches, settings, requests and tokens over HTTP',
    mayImport: [
      ...['local/azure/app-configuration', 'local/azure/cli', 'local/azure/foundation', 'local/azure/ingestion'],
      ...['local/azure/issuer', 'local/azure/openai', 'local/kit', 'src/lib'],
    ],
  },
  {
    path: 'local/azure/cli',
    holds: 'its `az`',
    mayImport: [
      ...['local/azure/app-configuration', 'local/azure/foundation', 'local/azure/identity', 'local/azure/issuer'],
      ...['local/azure/subscription', 'local/kit', 'src/lib'],
    ],
  },
  {
    path: 'local/azure/arm',
    holds: 'Resource Manager',
    mayImport: ['local/azure/foundation', 'local/azure/identity', 'local/azure/subscription', 'local/kit', 'src/lib'],
  },
  {
    path: 'local/azure/openai',
    holds: 'Azure OpenAI: client secrets and calls',
    mayImport: [
      'tools/azure-facts',
      'local/azure/foundation',
      'local/azure/identity',
      'local/azure/subscription',
      'local/kit',
      'src/lib',
    ],
  },
  {
    path: 'local/azure/issuer',
    holds: 'who signs the tokens of callers',
    mayImport: ['local/azure/app-configuration', 'local/azure/foundation', 'local/azure/identity', 'local/kit'],
  },
  {
    path: 'local/azure/ingestion',
    holds: 'Application Insights',
    mayImport: ['local/azure/foundation', 'local/azure/identity', 'local/kit', 'src/lib'],
  },
  {
    path: 'local/azure/app-configuration',
    holds: 'App Configuration',
    mayImport: ['local/azure/foundation', 'local/azure/identity', 'local/kit', 'src/lib'],
  },
  { path: 'local/azure/identity', holds: 'the managed identity', mayImport: ['local/azure/foundation', 'local/kit'] },
  {
    path: 'local/azure/subscription',
    holds: 'what is deployed, and who may do what with it',
    mayImport: ['tools/azure-facts', 'infra', 'local/azure/foundation', 'local/kit'],
  },
  { path: 'local/azure/storage', holds: 'Table storage: Azurite', mayImport: ['local/kit'] },
  {
    path: 'local/azure/foundation',
    holds: 'who is who, keys, the certificate, the trouble that any service can have',
    mayImport: ['local/kit'],
  },
  {
    path: 'local/kit',
    holds: 'what every part on this machine stands on: a port, a server, its router, switches',
    mayImport: ['src/lib'],
  },
  {
    path: 'client',
    holds: 'the package that pages install: a call from a browser',
    mayImport: ['src/diagnosis', 'src/lib'],
  },
  { path: 'examples', holds: 'starters for people to copy, each by itself', mayImport: [] },
  {
    path: 'examples/serve',
    holds: '`npm run example`: serves one of them on this machine',
    mayImport: ['examples', 'local/kit'],
  },
  {
    path: 'tools',
    holds: 'a file per command: build, package, ship, generated pages',
    mayImport: ['tools/doctor', 'tools/models', 'tools/openapi', 'tools/pages', 'tools/successor'],
  },
  {
    path: 'tools/pages',
    holds: 'the generated pages',
    mayImport: [
      ...[
        'local/azure',
        'local/kit',
        'src/diagnosis',
        'src/environment.ts',
        'src/problems',
        'src/routes',
        'src/settings',
      ],
      ...['src/telemetry', 'tools/doctor', 'tools/layers.ts', 'tools/models'],
    ],
  },
  {
    path: 'tools/openapi',
    holds: 'the OpenAPI document',
    mayImport: ['src/auth', 'src/diagnosis', 'src/issuance', 'src/problems', 'src/routes'],
  },
  {
    path: 'tools/doctor',
    holds: 'the checks of a deployment, and why Azure says no',
    mayImport: ['tools/azure-facts', ...PARTS, ...['src/lib', 'tools/models']],
  },
  {
    path: 'tools/successor',
    holds: 'the move to another model and back: the only tool that changes a deployment or a setting',
    mayImport: ['src/lib', 'src/profiles', 'src/realtime', 'src/settings', 'tools/doctor'],
  },
  {
    path: 'tools/azure-facts',
    holds: 'rules of Azure’s that the doctor and the emulated Azure both go by',
    mayImport: ['infra'],
  },
  { path: 'tools/layers.ts', holds: 'this table', mayImport: [] },
  { path: 'tools/models', holds: 'which models there are and when they end', mayImport: ['infra'] },
  { path: 'infra', holds: 'Bicep, its parameters, the Entra registration, the table of models', mayImport: [] },
];
