import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { callerKey, hashCaller } from '../../../src/auth/caller.ts';
import { checkRevocation } from '../../../src/auth/revocation.ts';
import { rateLimitFields } from '../../../src/quota/rate-limit-fields.ts';
import { unitsPolicies } from '../../../src/quota/settings.ts';
import { someSettings, TENANT } from '../../support/stored-settings.ts';
import { aStanding } from '../problems/refusals.ts';

const text = readFileSync('docs/quotas.md', 'utf8');
const [shown = ''] = [...text.matchAll(/^```json\n(.*?)\n```/gms)].map(([, block = '']) => block);

test('the quota that the page shows first is the default', () => {
  expect(someSettings({ quota: shown }).quota).toEqual(someSettings().quota);
});

test('the fields that the page shows are of the form that is sent', () => {
  const policies = Object.entries(unitsPolicies(someSettings().quota));
  const standings = policies.map(([name, policy]) => aStanding({ name, ...policy, resetSeconds: 0 }));
  for (const [name, value] of Object.entries(rateLimitFields(standings))) {
    const shownValue = new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
    expect(shownValue.replace(/[rt]=\d+/g, (pair) => `${pair[0]}=0`)).toBe(value);
  }
});

test('the command of the page computes the pseudonym by which a caller is revoked', () => {
  const script = /^node -e "(.*)" "\$STORE"/m.exec(text)?.[1] ?? '';
  const [store, label, oid] = ['https://store.azconfig.io', 'staging', 'a0b1c2d3-0000-4000-8000-000000000001'];
  const { stdout } = spawnSync(process.execPath, ['-e', script, store, label, TENANT, oid.toUpperCase()], {
    encoding: 'utf8',
  });
  const key = callerKey({
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    tid: TENANT,
    oid,
  });
  const hash = hashCaller(key ?? '', `${store}#${label}`);
  expect(stdout.trim()).toBe(hash);
  const { revoked } = someSettings({ revoked: JSON.stringify({ subjects: [stdout.trim()] }) });
  expect(checkRevocation({ hash, formerHashes: [], issuedAtSeconds: 0 }, revoked).ok).toBe(false);
});
