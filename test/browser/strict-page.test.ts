/** The package where a page may run nothing but its own modules, and where no text becomes markup. */
import { readdirSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { type System, startSystem } from '../http/system.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { type PageServer, startPageServer } from './chromium/page-server.ts';
import { aPattern } from './tones.ts';

const DIST = 'client/dist';
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  'connect-src http://localhost:* http://127.0.0.1:*',
  'img-src data:',
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

describeInBrowser('the package under a strict policy', aPattern(120, 900), ({ open }) => {
  let server: PageServer;
  let system: System;
  beforeAll(async () => {
    const headers = { 'content-security-policy': POLICY };
    server = await startPageServer(await pageScript(), { headers, modules: modules() });
    system = await startSystem({
      realClock: true,
      storage: true,
      settings: { 'realtime:cors:origins': JSON.stringify([server.origin]) },
    });
  });
  afterAll(async () => {
    await system.stop();
    await server.close();
  });

  test('talks, and explains a refusal by what the endpoint says and by the catalogue of its own origin', async () => {
    const { page, complaints } = await open(server.origin);
    const talk = async (endpoint: string, token: string) => page.evaluate(`talk('${endpoint}', '${token}')`);
    const token = await system.azure.callerToken();
    expect(await talk(`${system.host.url}/api`, token)).toBe('live');
    // Not by waitForFunction, which the policy refuses too.
    await system.until(() => page.evaluate<boolean>('strict.call.state.isHeard === true'));
    await page.evaluate('strict.call.hangUp()');
    expect(complaints).toEqual([]);

    expect(await talk(`${system.host.url}/api`, 'x.y.z')).toBe('token_invalid');
    expect(await page.evaluate('strict.explanation.causes[0].fix[0].audience')).toBe('developer');
    const gone = await startPageServer('');
    await gone.close();
    expect(await talk(`${gone.origin}/api`, token)).toBe('endpoint_unreachable');
    expect(await page.evaluate('strict.explanation.id')).toBe('endpoint-unreachable');
  });
});

/** The page’s own code, with the package left where it is served. */
async function pageScript(): Promise<string> {
  const { outputFiles } = await build({
    ...{ entryPoints: ['test/browser/in-page/strict-page.ts'], bundle: true, write: false, format: 'esm' },
    plugins: [
      {
        name: 'package-elsewhere',
        setup: ({ onResolve }) =>
          onResolve({ filter: /client\/src\/index\.ts$/ }, () => ({ path: '/package/index.js', external: true })),
      },
    ],
  });
  return outputFiles.map(({ text }) => text).join('');
}

/** As `npm run build` has made them. */
function modules(): Readonly<Record<string, string>> {
  const names = readdirSync(DIST).filter((name) => name.endsWith('.js'));
  return Object.fromEntries(names.map((name) => [`/package/${name}`, readFileSync(`${DIST}/${name}`, 'utf8')]));
}
