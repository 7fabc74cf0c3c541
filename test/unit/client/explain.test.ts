import { CallError, type CallErrorDetails, type ClientErrorCode } from '../../../client/src/call-error.ts';
import { explainEvent, explainHere } from '../../../client/src/explain.ts';

const idOf = (code: ClientErrorCode, details: CallErrorDetails = {}) =>
  explainHere(new CallError(code, 'browser', details))?.id;

describe('what the catalogue of the package says without asking', () => {
  test.each<[ClientErrorCode, string]>([
    ['microphone_refused', 'microphone-refused'],
    ['endpoint_origin_refused', 'endpoint-origin-refused'],
    ['service_origin_refused', 'azure-preflight-refused'],
    ['media_blocked', 'media-blocked'],
    ['no_sound', 'silent-answer'],
    ['channel_closed', 'call-ended-by-azure'],
    ['connection_lost', 'call-ended-by-azure'],
    ['answer_not_sdp', 'answer-not-sdp'],
    ['service_silent', 'azure-slow'],
  ])('explains %s as %s', (code, id) => {
    expect(idOf(code)).toBe(id);
  });

  test('knows a refusal of the service by its words before its status', () => {
    const service = { code: 'OpperationNotSupported', isForeign: false };
    expect(idOf('service_refused', { status: 400, service })).toBe('deployment-not-realtime');
    expect(idOf('service_refused', { status: 500 })).toBe('azure-failed');
    const firewall = { status: 403, service: { isForeign: true } };
    expect(idOf('service_refused', firewall)).not.toBe(idOf('service_refused', { status: 403 }));
  });

  test('says of silence without a packet that none came, and not that the browser keeps it back', () => {
    const silence = new CallError('no_sound', 'browser', { measured: { packetsReceived: 0, isPlaying: true } });
    expect(explainHere(silence)?.causes[0]?.id).toBe('no-packets');
  });

  test('goes by the diagnosis of a problem where there is one', () => {
    expect(idOf('unexpected', { diagnosis: 'role-missing' })).toBe('role-missing');
  });

  test.each<ClientErrorCode>(['token_unavailable', 'unexpected', 'hang_up_unconfirmed'])(
    'has nothing on %s',
    (code) => {
      expect(idOf(code)).toBeUndefined();
    },
  );

  test('explains an event that reports trouble, and none that does not', () => {
    const failed = {
      type: 'response.done',
      response: { status: 'failed', status_details: { error: { code: 'server_error' } } },
    };
    expect(explainEvent(failed)?.id).toBe('response-failed');
    expect(explainEvent({ type: 'response.done', response: { status: 'completed' } })).toBeUndefined();
    expect(explainEvent({ type: 'error', error: { code: 'no_such_code' } })?.id).toBe('event-error-unknown');
  });
});
