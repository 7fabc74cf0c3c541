/** The doctor against a whole system: the bundle that ships, under the function host, in the emulated Azure. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPERATOR_ROLE, RESOURCE_GROUP, SUBSCRIPTION_ID } from '../../local/azure/foundation/directory.ts';
import { UNKNOWN_CALL_ID } from '../../src/calls/resource-of.ts';
import { valueAt } from '../../src/lib/json.ts';
import { DEPLOYMENT_DOCTOR } from '../../tools/doctor/checks/all-checks.ts';
import { reportSchema } from '../../tools/doctor/report.ts';
import { type System, startSystem } from '../http/system.ts';
import { createDoctorCommand, type } from './support/doctor-command.ts';

const doctor = createDoctorCommand();
afterAll(() => doctor.dispose());

const { version: VERSION } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const ALL = DEPLOYMENT_DOCTOR.map(({ id }) => id);

/** Started over the system's own site, so that Resource Manager knows where the app answers. */
async function startKnownSystem(settings: Readonly<Record<string, string>> = {}): Promise<System> {
  const system = await startSystem({ settings, storage: true });
  system.azure.subscription.site.host = new URL(system.host.url).host;
  system.azure.switches.set('calls.preflight', 'echo');
  return system;
}

/** The timer's first minute. Then the clock is that of the doctor again, which is a process of its own. */
async function sweepOnce(system: System): Promise<void> {
  await system.advance(60_000);
  await system.until(async () => {
    const headers = await system.bearer({ roles: [OPERATOR_ROLE] });
    const { json } = await system.request('/api/readyz', { headers });
    return valueAt(json, ['details', 'calls', 'heartbeat']) === 'read';
  });
  await system.advance(-60_000);
}

describe('a healthy deployment', () => {
  let system: System;
  beforeAll(async () => {
    system = await startKnownSystem({
      'realtime:profiles:assistant': JSON.stringify({ session: { type: 'realtime' } }),
      'realtime:profiles:assistant:instructions': 'INSTRUCTIONS THAT NOBODY PRINTS',
    });
    await system.mintUntil(200);
    await sweepOnce(system);
  });
  afterAll(() => system.stop());

  const inputs: readonly (readonly [string, (found: System) => readonly string[]])[] = [
    ['the store', ({ azure }) => ['--store', azure.urls.appConfiguration]],
    ['the resource group', () => ['--group', RESOURCE_GROUP]],
    ['the app', ({ host }) => ['--app', host.url]],
  ];
  test.each(inputs)('%s alone finds the rest, and everything is fine', async (_name, toArgs) => {
    const report = await doctor.report(system.azure, [...toArgs(system), '--mint']);
    expect(reportSchema.safeParse(report)).toMatchObject({ success: true });
    expect(report.checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(report.checks.map(({ id }) => id)).toEqual(ALL);
    expect(report.checks.find(({ id }) => id === 'app.health')?.say).toContain(` runs version ${VERSION}.`);
    expect(report).toMatchObject({
      causes: [],
      warnings: [],
      status: 0,
      target: {
        subscription: SUBSCRIPTION_ID,
        'resource group': RESOURCE_GROUP,
        store: system.azure.urls.appConfiguration,
      },
    });
  });

  test('so does azd’s default environment', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'azd-'));
    try {
      mkdirSync(join(folder, '.azure/dev'), { recursive: true });
      writeFileSync(join(folder, '.azure/config.json'), '{"version":1,"defaultEnvironment":"dev"}');
      const values = [
        `AZURE_APPCONFIGURATION_ENDPOINT="${system.azure.urls.appConfiguration}"`,
        `API_URL="${system.host.url}"`,
        'AZURE_APPCONFIGURATION_LABEL=""',
      ];
      writeFileSync(join(folder, '.azure/dev/.env'), values.join('\n'));
      const { status, checks } = await doctor.report(system.azure, [], { folder });
      expect(checks.flatMap(({ id, state }) => (state === 'ok' ? [] : [id]))).toEqual(['mint.answer', 'callers.mint']);
      expect(status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('it reads, and writes nothing but the two mints that were asked for and a hang-up of no call', async () => {
    const before = system.azure.requests.list().length;
    await doctor.report(system.azure, ['--group', RESOURCE_GROUP, '--mint']);
    const requests = system.azure.requests.list().slice(before);
    const writes = requests
      .filter(({ method }) => !/^(?:GET|HEAD|OPTIONS)$/.test(method))
      .map(({ service, path }) => `${service} ${path}`);
    expect(new Set(writes)).toEqual(
      new Set([
        // The emulated az, for tokens.
        'control /az',
        // A query is a POST.
        'arm /providers/Microsoft.ResourceGraph/resources',
        'openai /openai/v1/realtime/client_secrets',
        // Of an id that no call has.
        `openai /openai/v1/realtime/calls/${UNKNOWN_CALL_ID}/hangup`,
      ]),
    );
    // With the person's rights, and by the app for the person.
    expect(writes.filter((write) => write.endsWith('client_secrets'))).toHaveLength(2);
  });

  test('nothing secret was printed: no token, no client secret, no instructions', () => {
    const printed = doctor.printed();
    expect(printed.length).toBeGreaterThan(10_000);
    expect(printed).not.toMatch(/ek_[A-Za-z0-9_-]+/);
    expect(printed).not.toMatch(/eyJ[\w-]+\.eyJ/);
    expect(printed).not.toContain('INSTRUCTIONS');
  });
});

test('settings that are not valid keep the app from being ready: one cause, and its command makes all of it green', async () => {
  const system = await startKnownSystem({
    'realtime:endpoint': 'https://swedencentral.realtimeapi-preview.ai.azure.com/v1/realtimertc',
  });
  try {
    await system.mint();
    const args = ['--group', RESOURCE_GROUP];
    const { causes, warnings } = await doctor.report(system.azure, args);
    expect(warnings).toEqual([]);
    expect(causes).toEqual([
      expect.objectContaining({
        check: 'endpoint.form',
        explains: ['settings.valid', 'app.ready', 'app.cors', 'app.refuses'],
      }),
    ]);
    for (const command of causes[0]?.mend.run ?? []) await type(system.azure, command);
    await system.advance(37_000);
    await system.mintUntil(200);
    await sweepOnce(system);
    const mended = await doctor.report(system.azure, args);
    expect(mended.checks.flatMap(({ id, state }) => (state === 'ok' ? [] : [id]))).toEqual([
      'mint.answer',
      'callers.mint',
    ]);
  } finally {
    await system.stop();
  }
});
