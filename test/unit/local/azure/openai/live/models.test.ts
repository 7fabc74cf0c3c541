/** Which deployments serve which of the two voice APIs, and how many sessions there may be. */

import { aLiveSession, postSession } from '../../../../../calls/live-caller.ts';
import { until } from '../../../../../calls/until.ts';
import { aMint, mint } from '../../clients.ts';
import { errorOf, useLive } from './live.ts';

const live = useLive();
beforeEach(() => live.azure.switches.set('live.media', 'off'));

const refusal = async (model: string) => {
  const refused = await live.create({ model });
  return [refused.status, errorOf(refused).code];
};

describe('a session', () => {
  test.each(['gpt-realtime', 'gpt-realtime-chat', 'gpt-4o-mini-transcribe'])(
    'is refused for the deployment %s, by switch with the other code',
    async (model) => {
      expect(await refusal(model)).toEqual([400, 'OpperationNotSupported']);
      live.azure.switches.set('live.wrongModel', 'DeploymentNotFound');
      expect(await refusal(model)).toEqual([404, 'DeploymentNotFound']);
    },
  );

  test('is refused for a deployment that does not exist, by switch with the other code', async () => {
    expect(await refusal('gpt-nothing')).toEqual([404, 'DeploymentNotFound']);
    live.azure.switches.set('live.unknownDeployment', 'OpperationNotSupported');
    expect(await refusal('gpt-nothing')).toEqual([400, 'OpperationNotSupported']);
  });

  test('needs a deployment whose model is of the family, whatever its name', async () => {
    const [live1] = live.azure.subscription.models.of('swedencentral').filter(({ name }) => name === 'gpt-live-1');
    expect(live1).toMatchObject({ version: '2026-09-10', skus: [expect.objectContaining({ name: 'GlobalStandard' })] });
    const rest = { sku: { name: 'GlobalStandard', capacity: 1 }, versionUpgradeOption: 'NoAutoUpgrade' };
    const named = (name: string, model: string) =>
      live.azure.subscription.putDeployment('oai-local', {
        name,
        model: { format: 'OpenAI', name: model, version: '1' },
        ...rest,
      });
    named('concierge', 'gpt-live-1');
    named('gpt-live-2', 'gpt-live-transcribe');
    expect((await live.create({ model: 'concierge' })).status).toBe(201);
    expect(await refusal('gpt-live-2')).toEqual([400, 'OpperationNotSupported']);
  });

  test('of a model that has retired is 410', async () => {
    live.azure.subscription.models.retire('gpt-live-1', '2026-09-10', -1);
    expect((await live.create()).status).toBe(410);
  });
});

describe('the mint', () => {
  test('is refused for a deployment of GPT-Live, by switch with the other code', async () => {
    const refused = async () => {
      const { status, body } = await mint(live.azure, aMint({ model: 'gpt-live' }));
      return [status, JSON.parse(body).error.code];
    };
    expect(await refused()).toEqual([400, 'OpperationNotSupported']);
    live.azure.switches.set('mint.liveDeployment', 'invalid_model');
    expect(await refused()).toEqual([400, 'invalid_model']);
    expect((await mint(live.azure, aMint())).status).toBe(200);
  });
});

describe('sessions at the same time', () => {
  test('are ten; one more is 429 with a wait, by switch without one, and an end makes room', async () => {
    const created = await Promise.all(Array.from({ length: 10 }, () => live.create()));
    expect(new Set(created.map(({ status }) => status))).toEqual(new Set([201]));
    const refused = await live.create();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    live.azure.switches.set('live.concurrencyRetryAfter', 'off');
    const unadvised = await live.create();
    expect([unadvised.status, unadvised.headers.get('retry-after')]).toEqual([429, null]);
    await live.azure.calls.hangUp(created[0]?.id ?? '');
    expect((await live.create()).status).toBe(201);
    expect((await live.create()).status).toBe(429);
  });

  test('are counted over all accounts of the subscription, by the switch’s number', async () => {
    const [elsewhere] = live.azure.elsewhere;
    if (!elsewhere) throw new Error('There is one.');
    elsewhere.switches.set('live.media', 'off');
    live.azure.switches.set('live.concurrency', 1);
    const body = { session: aLiveSession(), transport: { type: 'webrtc', sdp: live.offer } };
    const there = () => postSession({ ...live.resource, url: elsewhere.url }, body);
    const first = await there();
    expect([first.status, (await live.create()).status]).toEqual([201, 429]);
    const { session } = (await first.json()) as { session: { id: string } };
    await elsewhere.calls.hangUp(session.id);
    expect((await live.create()).status).toBe(201);
    expect((await there()).status).toBe(429);
  });

  test('a create that is refused takes no place', async () => {
    live.azure.switches.set('live.concurrency', 1);
    const sdp = live.offer.replace('m=audio', 'm=video');
    expect((await live.post({ session: aLiveSession(), transport: { type: 'webrtc', sdp } })).status).toBe(400);
    expect((await live.create({ model: 'gpt-nothing' })).status).toBe(404);
    expect((await live.create()).status).toBe(201);
  });

  test('one that ends by itself leaves its place', async () => {
    live.azure.switches.set('live.concurrency', 1);
    live.azure.switches.set('live.maxSeconds', 1);
    expect((await live.create()).status).toBe(201);
    await until(
      () => live.openIds().length === 0,
      () => 'the end',
    );
    expect((await live.create()).status).toBe(201);
  });
});
