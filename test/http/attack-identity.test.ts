/** A caller with a good token who wants to be counted as many, and one who was sent away and wants to be another. */
import { TENANT_ID } from '../../local/azure/foundation/directory.ts';
import { hashCaller } from '../../src/auth/caller.ts';
import { type System, startSystem } from './system.ts';

/** Older settings are fetched before a request is answered. */
const OLD_MS = 6 * 60_000;

let system: System;
beforeAll(async () => {
  system = await startSystem({ storage: true });
});
afterAll(() => system.stop());

let people = 0;
/** The issuer's host is between two slashes of its address, as a tenant of Entra's is. */
const tenants: readonly (readonly [string, () => string])[] = [
  ['the issuer’s host', () => new URL(system.azure.urls.issuer).host],
  ['what stands in the issuer’s path', () => TENANT_ID],
];

async function mintAs(sub: string, claims: Readonly<Record<string, unknown>>) {
  return system.mint({ headers: await system.bearer({ sub, ...claims }) });
}

describe.each(tenants)('a caller who writes %s as tid, and another oid each time', (_what, tid) => {
  test('has one quota: six secrets, and then 429', async () => {
    people += 1;
    const statuses: number[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const { status } = await mintAs(`person-${people}`, { tid: tid(), oid: `invented-${turn}` });
      statuses.push(status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
    expect(await mintAs(`person-${people}, the neighbour`, { tid: tid() })).toMatchObject({ status: 200 });
  });

  test('does not leave realtime:revoked', async () => {
    people += 1;
    const sub = `person-${people}`;
    const { caller } = await system.mintLine(await mintAs(sub, { tid: tid(), oid: 'first' }));
    system.azure.settings.set('realtime:revoked', JSON.stringify({ subjects: [caller] }));
    await system.advance(OLD_MS);
    const refused = await mintAs(sub, { tid: tid(), oid: 'second' });
    expect(refused).toMatchObject({ status: 403, json: { code: 'caller_revoked' } });
    expect(await system.mintLine(refused)).toMatchObject({ subject: caller });
    expect(await mintAs(`${sub}, the neighbour`, { tid: tid(), oid: 'first' })).toMatchObject({ status: 200 });
  });
});

test('who was revoked by tid and oid before the upgrade stays revoked after it, and their neighbour is served', async () => {
  const former = hashCaller(
    JSON.stringify(['entra', TENANT_ID, 'sent-away']),
    `${system.azure.urls.appConfiguration}#`,
  );
  system.azure.settings.set('realtime:revoked', JSON.stringify({ subjects: [former] }));
  await system.advance(OLD_MS);
  const refused = await mintAs('upgraded', { oid: 'Sent-Away' });
  expect(refused).toMatchObject({ status: 403, json: { code: 'caller_revoked' } });
  const line = await system.mintLine(refused);
  expect(line).toMatchObject({ subject: former });
  expect(line['caller']).not.toBe(former);
  expect(await mintAs('upgraded, the neighbour', { oid: 'served' })).toMatchObject({ status: 200 });
});
