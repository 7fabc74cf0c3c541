import { parseBaseUrl } from '../../../../../local/page/app/page/base-url.ts';

test.each([
  ['https://app.azurewebsites.net', 'https://app.azurewebsites.net/api'],
  ['https://app.azurewebsites.net/', 'https://app.azurewebsites.net/api'],
  [' https://app.azurewebsites.net/api/ ', 'https://app.azurewebsites.net/api'],
  ['https://gateway.example/voice', 'https://gateway.example/voice'],
  ['http://localhost:7071/api', 'http://localhost:7071/api'],
  ['https://app.azurewebsites.net/api/realtime/client_secrets', 'https://app.azurewebsites.net/api'],
  ['https://app.azurewebsites.net/api/realtime/calls/?profile=a', 'https://app.azurewebsites.net/api'],
  ['https://gateway.example/realtime', 'https://gateway.example/realtime'],
  ['https://user:secret@app.example/api?code=secret', 'https://app.example/api'],
])('takes %j for %s', (typed, base) => {
  expect(parseBaseUrl(typed)).toEqual({ ok: true, value: base });
});

test.each([
  ['nothing', ''],
  ['no URL', 'app.azurewebsites.net'],
  ['a name with a space in it', 'https://app .net'],
  ['a path with a space in it', 'https://app.example/a pi'],
  ['plain http to elsewhere, where a token would be in the clear', 'http://app.example/api'],
  ['a name that only begins like this machine', 'http://localhost.example/api'],
  ['another scheme', 'ftp://app.example'],
])('refuses %s', (_name, typed) => {
  expect(parseBaseUrl(typed).ok).toBe(false);
});
