/** What the suites of this folder rely on: which browser they take, and that its requests do not go unseen. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from './chromium/describe-in-browser.ts';
import { findChromium, type Machine } from './chromium/find-chromium.ts';
import { readContacts } from './chromium/net-log.ts';
import { aPattern } from './tones.ts';

const CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

function aMachine(overrides: Partial<Machine>): Machine {
  return { variables: {}, platform: 'darwin', arch: 'arm64', exists: () => false, starts: () => true, ...overrides };
}

it.each<[string, string, Partial<Machine>]>([
  ['Chrome of a Mac', CHROME, {}],
  [
    'Edge of Windows',
    'C:\\Programs\\Microsoft\\Edge\\Application\\msedge.exe',
    { platform: 'win32', variables: { PROGRAMFILES: 'C:\\Programs' } },
  ],
  ['Chromium of Linux on ARM', '/usr/bin/chromium', { platform: 'linux', variables: { PATH: '/bin:/usr/bin' } }],
])('takes %s', (_what, executable, machine) => {
  expect(findChromium(aMachine({ ...machine, exists: (file) => file === executable }))).toMatchObject({ executable });
});

it('skips on a person’s machine without a browser, and says so', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  expect(findChromium(aMachine({}))).toBeUndefined();
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('install Chrome or Edge'));
});

it('fails in CI without a browser, or with one that cannot start', () => {
  const variables = { CI: 'true' };
  expect(() => findChromium(aMachine({ variables }))).toThrow('CI skips nothing');
  const bare = aMachine({ variables, platform: 'linux', arch: 'x64', starts: () => false });
  expect(() => findChromium(bare)).toThrow('install libnss3');
});

const chromium = findChromium();
(chromium ? it : it.skip)('notices, and keeps here, what a page asks of another machine', async () => {
  if (!chromium) return;
  const { browser, close } = await launch(chromium, aPattern(0, 0));
  const page = await browser.newPage();
  await expect(page.goto('http://example.com/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
  const contacts = await close();
  expect(contacts).toContain('http://example.com/');
  expect(contacts.filter((contact) => /^[\d.[]/.test(contact))).toEqual([]);
});

it('sees packets and connections in a network log, and not a socket that has sent nothing', () => {
  const file = join(tmpdir(), `network-${process.pid}.json`);
  const logEventTypes = { UDP_CONNECT: 1, UDP_BYTES_SENT: 2, TCP_CONNECT_ATTEMPT: 3 };
  const events = [
    { type: 1, source: { id: 1 }, params: { address: '192.0.2.1:443' } },
    { type: 1, source: { id: 2 }, params: { address: '192.0.2.2:443' } },
    { type: 2, source: { id: 2 }, params: { byte_count: 1 } },
    { type: 2, source: { id: 3 }, params: { address: '192.0.2.3:5353' } },
    { type: 3, source: { id: 4 }, params: { address: '192.0.2.4:80' } },
  ];
  writeFileSync(file, JSON.stringify({ constants: { logEventTypes }, events }));
  expect(readContacts(file)).toEqual(['192.0.2.2:443', '192.0.2.3:5353', '192.0.2.4:80']);
});
