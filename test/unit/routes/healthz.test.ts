import { startApp } from '../../support/start-app.ts';

test('the health probe answers 200 with the version, and nothing about the deployment', async () => {
  const { status, body } = await startApp().ask('healthz');
  expect([status, body]).toEqual([200, { status: 'ok', version: '1.2.3' }]);
});
