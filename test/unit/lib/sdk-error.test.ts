import { describeSdkError } from '../../../src/lib/sdk-error.ts';

test('keeps name, code and status, and no message', () => {
  const error = Object.assign(new Error('Authorization: Bearer secret'), {
    name: 'RestError',
    code: 'REQUEST_SEND_ERROR',
    statusCode: 503,
  });
  expect(describeSdkError(error)).toEqual({ status: 503, cause: 'RestError REQUEST_SEND_ERROR' });
});

test('says why the identity gave no token, where it was the identity', () => {
  const cause = Object.assign(new Error('Unable to load the proper Managed Identity.'), { status: 400 });
  const error = Object.assign(new Error('failed', { cause }), { name: 'CredentialUnavailableError' });
  expect(describeSdkError(error)).toEqual({
    status: undefined,
    cause: 'CredentialUnavailableError',
    failure: 'identity-not-named',
  });
});

test.each([undefined, null, 'text', 3, {}, { name: 'a sentence that quotes' }, { code: 5 }])(
  'says unknown for %j',
  (error) => {
    expect(describeSdkError(error)).toEqual({ status: undefined, cause: 'unknown' });
  },
);
