import * as fc from 'fast-check';
import { CLOUDS } from '../../../src/lib/clouds.ts';
import { parseEndpoint } from '../../../src/realtime/endpoint.ts';
import { forAll } from '../../support/property.ts';
import { errorOf, unwrap } from '../../support/result.ts';

/** Written here once more, from the Azure page, so that a slip in the source does not prove itself. */
const AZURE_ORIGIN = /^https:\/\/[a-z0-9-]+\.openai\.azure\.(?:com|us)$/;
const LOOPBACK_ORIGIN = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

describe('the endpoint', () => {
  test('has the GA routes of both APIs, without an api-version', () => {
    expect(unwrap(parseEndpoint('https://contoso.openai.azure.com'))).toEqual({
      origin: 'https://contoso.openai.azure.com',
      clientSecretsUrl: 'https://contoso.openai.azure.com/openai/v1/realtime/client_secrets',
      callsUrl: 'https://contoso.openai.azure.com/openai/v1/realtime/calls',
      liveSessionsUrl: 'https://contoso.openai.azure.com/openai/v1/live/sessions',
      cloud: CLOUDS.public,
    });
  });

  test.each([
    ['https://contoso.openai.azure.com/', 'https://contoso.openai.azure.com'],
    ['https://contoso.openai.azure.com:443', 'https://contoso.openai.azure.com'],
    ['https://CONTOSO.OpenAI.Azure.com', 'https://contoso.openai.azure.com'],
    ['https://contoso.openai.azure.com/openai/v1/realtime?api-version=1#x', 'https://contoso.openai.azure.com'],
    ['https://contoso.cognitiveservices.azure.com/', 'https://contoso.openai.azure.com'],
    ['https://contoso.services.ai.azure.com/api/projects/p', 'https://contoso.openai.azure.com'],
    ['https://contoso.openai.azure.us', 'https://contoso.openai.azure.us'],
    ['https://contoso.cognitiveservices.azure.us', 'https://contoso.openai.azure.us'],
    ['https://my-2nd-resource.openai.azure.com', 'https://my-2nd-resource.openai.azure.com'],
    ['http://127.0.0.1:8080/x', 'http://127.0.0.1:8080'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['https://localhost', 'https://localhost'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('takes %s as %s', (text, origin) => {
    expect(unwrap(parseEndpoint(text)).origin).toBe(origin);
  });

  test.each([
    ['https://contoso.openai.azure.com', CLOUDS.public],
    ['https://contoso.services.ai.azure.com', CLOUDS.public],
    ['https://contoso.openai.azure.us', CLOUDS.usGovernment],
    ['https://contoso.cognitiveservices.azure.us', CLOUDS.usGovernment],
    ['http://localhost:8080', CLOUDS.public],
  ])('at %s is in a cloud, whose tokens and tenants count there', (text, cloud) => {
    expect(unwrap(parseEndpoint(text)).cloud).toBe(cloud);
  });

  const inChina =
    'is in Azure China, for which Microsoft documents no Azure OpenAI: what its tokens would be for is not known here';
  const notAzure = 'is not the host of an Azure OpenAI resource, https://<resource>.openai.azure.com';
  test.each([
    ['', 'is not a URL such as https://<resource>.openai.azure.com'],
    ['contoso.openai.azure.com', 'is not a URL such as https://<resource>.openai.azure.com'],
    ['http://contoso.openai.azure.com', 'must be https: the identity’s token is sent there'],
    ['https://contoso.openai.azure.com:8443', 'must not name a port'],
    ['https://user:secret@contoso.openai.azure.com', 'must not carry a user name or password'],
    ['https://contoso.openai.azure.com@evil.example', 'must not carry a user name or password'],
    ['http://user@localhost', 'must not carry a user name or password'],
    ['ftp://localhost', 'must be http or https'],
    ['https://evil.example', notAzure],
    ['https://contoso.openai.azure.com.evil.example', notAzure],
    ['https://evil.example/contoso.openai.azure.com', notAzure],
    ['https://evil.example#.openai.azure.com', notAzure],
    ['https://evil.example\\.openai.azure.com', notAzure],
    ['https://contosoopenai.azure.com', notAzure],
    ['https://openai.azure.com', notAzure],
    ['https://.openai.azure.com', notAzure],
    ['https://a.b.openai.azure.com', notAzure],
    ['https://-a.openai.azure.com', notAzure],
    ['https://a_b.openai.azure.com', notAzure],
    ['https://contoso.openai.azure.com.', notAzure],
    ['https://contoso.services.ai.azure.us', notAzure],
    ['https://contoso.openai.azure.cn', inChina],
    ['https://contoso.cognitiveservices.azure.cn', inChina],
    ['https://chinaeast2.api.cognitive.azure.cn', inChina],
    ['https://contoso.openai.azure.de', notAzure],
    ['https://contoso.openai.azure.us.evil.example', notAzure],
    ['https://openai.azure.us', notAzure],
    ['https://api.openai.com', notAzure],
    ['http://127.0.0.2', 'must be https: the identity’s token is sent there'],
    ['https://localhost.evil.example', notAzure],
    ['https://169.254.169.254', notAzure],
    [
      'https://usgovvirginia.api.cognitive.microsoft.us',
      'is a regional endpoint, which does not accept Entra tokens: give the resource a custom subdomain',
    ],
    [
      'https://eastus.api.cognitive.microsoft.com',
      'is a regional endpoint, which does not accept Entra tokens: give the resource a custom subdomain',
    ],
  ])('refuses %j', (text, reason) => {
    expect(errorOf(parseEndpoint(text))).toBe(reason);
  });

  test('is an Azure OpenAI host or loopback, whatever is written', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'https://',
        'http://',
        '//',
        '@',
        ':',
        '/',
        '\\',
        '#',
        '?',
        '.',
        '%2e',
        '%00',
        '\t',
        '。',
        'localhost',
      ),
      fc.constantFrom(
        'contoso',
        '.openai.azure.com',
        '.cognitiveservices.azure.com',
        '.services.ai.azure.com',
        '.azure.us',
      ),
      fc.constantFrom('evil.example', '127.0.0.1', '[::1]', '0x7f.1', ':443', ':8080', 'user:pass@'),
      fc.string({ maxLength: 5 }),
    );
    const text = fc.oneof(
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
      fc.array(part, { maxLength: 6 }).map((parts) => `https://${parts.join('')}`),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
    );
    forAll(
      fc.property(text, (input) => {
        const parsed = parseEndpoint(input);
        if (!parsed.ok) return;
        const { origin, clientSecretsUrl, callsUrl } = parsed.value;
        expect(AZURE_ORIGIN.test(origin) || LOOPBACK_ORIGIN.test(origin)).toBe(true);
        expect(new URL(clientSecretsUrl).origin).toBe(origin);
        expect(new URL(callsUrl).origin).toBe(origin);
      }),
      { numRuns: 2_000 },
    );
  });

  test('keeps the resource of every good name', () => {
    const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/).filter((text) => !text.startsWith('xn--'));
    const suffix = fc.constantFrom('openai.azure.com', 'cognitiveservices.azure.com', 'services.ai.azure.com');
    forAll(
      fc.property(name, suffix, fc.webPath(), (resource, host, path) => {
        const parsed = parseEndpoint(`https://${resource}.${host}${path}`);
        // ICU refuses a few labels as URL (two hyphens in third place, say): what counts is what is accepted.
        if (URL.canParse(`https://${resource}.${host}${path}`)) {
          expect(unwrap(parsed).origin).toBe(`https://${resource}.openai.azure.com`);
        } else expect(parsed.ok).toBe(false);
      }),
    );
  });
});
