/** A page’s session, over real WebRTC: what it is told, and what it may command. */
import type { Caller } from '../../../../../calls/caller.ts';
import { until } from '../../../../../calls/until.ts';
import { useLive } from './live.ts';

const live = useLive();

const closedChannel = ({ channel }: Caller) =>
  until(
    () => channel.readyState === 'closed',
    () => 'a closed channel',
  );
const errorOf = async (page: Caller, count?: number) => Object((await page.event('error', count))['error']);
const sessionOf = async (page: Caller, type = 'session.started') => Object((await page.event(type))['session']);

describe('the start', () => {
  test('is told first, with the session as it was created and its end in an hour', async () => {
    const page = await live.talk({
      session: {
        instructions: 'Be brief.',
        audio: { output: { voice: 'cedar' } },
        input: [{ role: 'user', content: [{ type: 'input_text', text: 'Hello.' }] }],
        store: false,
      },
    });
    const session = await sessionOf(page);
    expect(page.types()).toEqual(['session.started']);
    expect(session).toEqual({
      id: page.id,
      model: 'gpt-live',
      status: 'active',
      expires_at: expect.any(Number),
      instructions: 'Be brief.',
      audio: { output: { voice: 'cedar' } },
      delegation: { type: 'client' },
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'Hello.' }] }],
      store: false,
    });
    expect(Math.abs(session.expires_at - Date.now() / 1_000 - 3_600)).toBeLessThan(10);
  });

  test('has by switch no status and another end; what was not asked for has a default', async () => {
    live.azure.switches.set('live.status', 'absent');
    live.azure.switches.set('live.maxSeconds', 600);
    const session = await sessionOf(await live.talk({ session: { instructions: ' ' } }));
    expect(session).not.toHaveProperty('status');
    expect(session).toMatchObject({
      audio: { output: { voice: 'marin' } },
      instructions: expect.stringMatching(/\S/),
      input: [],
    });
    expect(Math.abs(session.expires_at - Date.now() / 1_000 - 600)).toBeLessThan(10);
  });
});

describe('session.close', () => {
  test('is answered with session.closed and the whole usage, and the line goes', async () => {
    const page = await live.talk();
    page.say({ type: 'session.close' });
    const closed = await page.event('session.closed');
    expect(closed).toMatchObject({ reason: 'close_requested', usage: { seconds: expect.any(Number) } });
    expect(Object(closed['session']).id).toBe(page.id);
    await closedChannel(page);
    expect([live.openIds(), live.howEnded(page.id)]).toEqual([[], 'close_requested']);
  });

  test('is by switch not answered, and the line goes all the same', async () => {
    live.azure.switches.set('live.closed', 'absent');
    const page = await live.talk();
    page.say({ type: 'session.close' });
    await closedChannel(page);
    expect(page.types()).not.toContain('session.closed');
  });
});

describe('a command', () => {
  test('to mute is told, and back', async () => {
    const page = await live.talk();
    page.say({ type: 'session.input_audio.mute', event_id: 'mine' });
    expect(await page.event('session.input_audio.muted')).toMatchObject({ client_event_id: 'mine' });
    page.say({ type: 'session.input_audio.unmute' });
    expect(await page.event('session.input_audio.unmuted')).not.toHaveProperty('client_event_id');
  });

  test('is by switch answered without the id that it had', async () => {
    live.azure.switches.set('live.clientEventId', 'absent');
    const page = await live.talk();
    page.say({ type: 'session.input_audio.mute', event_id: 'mine' });
    expect(await page.event('session.input_audio.muted')).not.toHaveProperty('client_event_id');
  });

  test.each(['instructions', 'thinking', 'commentary'])('appends %s', async (kind) => {
    const page = await live.talk();
    page.say({ type: `session.${kind}.append`, content: 'x'.repeat(2_000), delegation_id: null });
    const told = await page.event(`session.${kind}.appended`);
    expect(told).toMatchObject({ start_ms: expect.any(Number), end_ms: expect.any(Number) });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['long content', { content: 'x'.repeat(2_001), delegation_id: null }, 'content'],
    ['no delegation_id', { content: 'Hello.' }, 'delegation_id'],
    ['a delegation that never was', { content: 'Hello.', delegation_id: 'item_delegation_1' }, 'delegation_id'],
  ])('appends nothing with %s, and the session goes on', async (_what, members, param) => {
    const page = await live.talk();
    page.say({ type: 'session.thinking.append', event_id: 'mine', ...members });
    expect(await errorOf(page)).toMatchObject({ type: 'invalid_request_error', param, client_event_id: 'mine' });
    page.say({ type: 'session.thinking.append', content: 'Hello.', delegation_id: null });
    await page.event('session.thinking.appended');
  });

  test.each([
    ['session.input_audio.append', { audio: '' }],
    ['session.start', { session: {} }],
    ['response.create', {}],
    ['response.item.create', { item: { type: 'message' } }],
  ])('%s is refused, of the client’s delegation or over WebRTC', async (type, members) => {
    const page = await live.talk();
    page.say({ type, ...members });
    expect(await errorOf(page)).toMatchObject({ type: 'invalid_request_error', param: 'type' });
    expect(live.openIds()).toEqual([page.id]);
  });

  test('that is no JSON is refused', async () => {
    const page = await live.talk();
    page.say('{');
    expect(await errorOf(page)).toMatchObject({ code: 'invalid_json' });
  });
});

describe('session.update', () => {
  const responses = { type: 'responses', responses: { model: 'gpt-4o', instructions: 'Search.' } };

  test('changes the configuration of the delegation, and what is left out stays', async () => {
    const page = await live.talk({ session: { delegation: responses } });
    page.say({
      type: 'session.update',
      session: { delegation: { type: 'responses', responses: { max_output_tokens: 16 } } },
    });
    expect(await sessionOf(page, 'session.updated')).toMatchObject({
      delegation: { type: 'responses', responses: { ...responses.responses, max_output_tokens: 16 } },
    });
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['the prompt', { instructions: 'Be long.' }, 'unknown_parameter', 'session.instructions'],
    ['the delegation’s type', { delegation: { type: 'client' } }, 'immutable_field_update', 'session.delegation.type'],
    ['a delegation of null', { delegation: null }, 'immutable_field_update', 'session.delegation'],
    [
      'an unknown member of the configuration',
      { delegation: { type: 'responses', responses: { voice: 'x' } } },
      'unknown_parameter',
      'session.delegation.responses.voice',
    ],
  ])('refuses %s, and nothing has changed', async (_what, session, code, param) => {
    const page = await live.talk({ session: { delegation: responses } });
    page.say({ type: 'session.update', session });
    expect(await errorOf(page)).toMatchObject({ code, param });
    page.say({ type: 'session.update', session: {} });
    expect(await sessionOf(page, 'session.updated')).toMatchObject({ delegation: responses });
  });

  test('refuses the prompt by switch with the other code, and takes null as a reset', async () => {
    live.azure.switches.set('live.startupMember', 'immutable_field_update');
    live.azure.switches.set('live.nullDelegation', 'resets');
    const page = await live.talk({ session: { delegation: responses } });
    page.say({ type: 'session.update', session: { instructions: 'Be long.' } });
    expect(await errorOf(page)).toMatchObject({ code: 'immutable_field_update', param: 'session.instructions' });
    page.say({ type: 'session.update', session: { delegation: null } });
    expect(await sessionOf(page, 'session.updated')).toMatchObject({ delegation: { type: 'client' } });
  });
});
