import { recognise, recogniseEvent } from '../../../src/diagnosis/recognise.ts';

const live = { kind: 'answered', operation: 'live_sessions' } as const;

test.each(['OpperationNotSupported', 'OperationNotSupported', 'invalid_model'])(
  'a deployment that Live refuses with %s is told as one of the wrong family, and at the mint as one of no Realtime',
  (code) => {
    const answer = { status: 400, code, message: 'The realtime operation does not work with the specified model.' };
    expect(recognise({ ...live, ...answer }).id).toBe('deployment-not-live');
    expect(recognise({ kind: 'answered', operation: 'client_secrets', ...answer }).id).toBe('deployment-not-realtime');
  },
);

test('a 429 is about sessions that are open at Live, and about the deployment’s quota at the mint', () => {
  expect(recognise({ ...live, status: 429 }).id).toBe('live-sessions-exhausted');
  expect(recognise({ kind: 'answered', status: 429 }).id).toBe('deployment-rate-limit');
});

test('what is no matter of the API keeps its entry', () => {
  expect(recognise({ ...live, status: 404, code: 'DeploymentNotFound' }).id).toBe('deployment-not-found');
  expect(recognise({ ...live, status: 401, code: 'PermissionDenied' }).id).toBe('role-missing');
});

test.each([
  ['content', 'live-session-moderated'],
  ['expired', 'live-session-expired'],
  ['connection_lost', 'live-connection-lost'],
  ['close_requested', undefined],
  ['remote_hangup', undefined],
])('a session that closes with %s is explained by %s', (code, id) => {
  expect(recogniseEvent({ type: 'session.closed', code })?.id).toBe(id);
});
