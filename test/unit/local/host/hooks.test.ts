import { createFixtures } from './fixture.ts';

const fixtures = createFixtures();
afterEach(() => fixtures.dispose());

describe('hooks', () => {
  test('run in the order of the worker, each awaited before the next', async () => {
    const host = await fixtures.start(`
      const order = [];
      const slowly = (name) => async () => { await new Promise(setImmediate); order.push(name); };
      app.hook.preInvocation(slowly('pre 1'));
      app.hook.preInvocation(slowly('pre 2'));
      app.hook.postInvocation(slowly('post 1'));
      app.hook.postInvocation((context) => { order.push('post 2'); context.result = { jsonBody: order }; });
      app.hook.appStart(slowly('start'));
      app.http('order', { handler: async () => { order.push('handler'); return {}; } });
    `);
    const order = await (await fetch(`${host.url}/api/order`)).json();
    expect(order).toEqual(['start', 'pre 1', 'pre 2', 'handler', 'post 1', 'post 2']);
  });

  test('of one invocation share hookData that no other invocation sees', async () => {
    const host = await fixtures.start(`
      app.hook.preInvocation((context) => { context.hookData.count = (context.hookData.count ?? 0) + 1; });
      app.hook.postInvocation((context) => { context.result = { jsonBody: context.hookData }; });
      app.http('data', { handler: async () => ({}) });
    `);
    for (const _round of [1, 2]) {
      expect(await (await fetch(`${host.url}/api/data`)).json()).toEqual({ count: 1 });
    }
  });

  test('before an invocation may replace the handler, and a failing one is a 500', async () => {
    const host = await fixtures.start(`
      app.hook.preInvocation((context) => {
        if (context.inputs[0].query.has('fail')) throw new Error('refused');
        context.functionHandler = async () => ({ body: 'replaced' });
      });
      app.http('plain', { handler: async () => ({ body: 'plain' }) });
    `);
    expect(await (await fetch(`${host.url}/api/plain`)).text()).toBe('replaced');
    expect((await fetch(`${host.url}/api/plain?fail`)).status).toBe(500);
  });

  test('after an invocation see the error and may forgive it', async () => {
    const host = await fixtures.start(`
      app.hook.postInvocation((context) => {
        context.result = { body: context.error.message };
        context.error = null;
      });
      app.http('throws', { handler: async () => { throw new Error('seen'); } });
    `);
    const response = await fetch(`${host.url}/api/throws`);
    expect([response.status, await response.text()]).toEqual([200, 'seen']);
  });

  test('cannot replace what the worker keeps to itself', async () => {
    const host = await fixtures.start(`
      app.hook.preInvocation((context) => { context.hookData = {}; });
      app.http('plain', { handler: async () => ({}) });
    `);
    expect((await fetch(`${host.url}/api/plain`)).status).toBe(500);
  });

  test('for logs see a record before it is written and may change it', async () => {
    const host = await fixtures.start(`
      app.hook.log((record) => { record.message = record.message.replace('secret', '***'); });
      app.http('talk', { handler: async (request, context) => { context.info('a secret'); return {}; } });
    `);
    await fetch(`${host.url}/api/talk`);
    await host.stop();
    expect(host.logs).toContainEqual(expect.objectContaining({ message: 'a ***' }));
    expect(host.output()).not.toContain('secret');
  });

  test('a log call after the handler has finished is answered with the warning of the worker', async () => {
    const host = await fixtures.start(`
      let late;
      app.http('first', { handler: async (request, context) => { late = context; return {}; } });
      app.http('second', { handler: async () => { late.info('too late'); return {}; } });
    `);
    await fetch(`${host.url}/api/first`);
    await fetch(`${host.url}/api/second`);
    await host.stop();
    expect(host.logs).toContainEqual(
      expect.objectContaining({ level: 'warning', message: expect.stringContaining('after function execution') }),
    );
  });
});
