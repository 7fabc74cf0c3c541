import { type Asker, readAsker, readMessage, weigh } from '../../../src/diagnosis/evidence.ts';
import { recognise } from '../../../src/diagnosis/recognise.ts';

const OURS = '0a0b0c0d-0000-4000-8000-000000000001';
const OTHER = '0a0b0c0d-0000-4000-8000-000000000002';
const LONG = (principal: string, action = 'deployments/chat/completions/action') =>
  `The principal \`${principal}\` lacks the required data action \`Microsoft.CognitiveServices/accounts/OpenAI/${action}\` to perform \`POST /openai/deployments/{deployment-id}/chat/completions\` operation.`;
const SHORT = (principal: string, action: string) =>
  `The principal ${principal} lacks the required data action Microsoft.CognitiveServices/accounts/OpenAI/${action}. For instructions on granting the necessary permissions, see https://aka.ms/FoundryPermissions.`;
const NOTHING = readMessage('');
const asker = (overrides: Partial<Asker> = {}): Asker => ({ principal: OURS, audience: undefined, ...overrides });

function aToken(payload: unknown): string {
  return `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;
}

describe('a message of Azure’s', () => {
  test('names the principal, the data action and the route that was denied', () => {
    expect(readMessage(LONG(OURS))).toEqual({
      deniedPrincipal: OURS,
      deniedAction: 'Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action',
      deniedRoute: 'POST /openai/deployments/{deployment-id}/chat/completions',
      mismatchedModel: undefined,
    });
  });

  test('names the same without back-ticks and route', () => {
    expect(readMessage(SHORT(OURS, 'responses/write'))).toEqual({
      deniedPrincipal: OURS,
      deniedAction: 'Microsoft.CognitiveServices/accounts/OpenAI/responses/write',
      deniedRoute: undefined,
      mismatchedModel: undefined,
    });
  });

  test('names the action that a person lacks, and not the person', () => {
    expect(readMessage(LONG('somebody@contoso.example', 'responses/write'))).toEqual({
      ...NOTHING,
      deniedAction: 'Microsoft.CognitiveServices/accounts/OpenAI/responses/write',
      deniedRoute: 'POST /openai/deployments/{deployment-id}/chat/completions',
    });
  });

  test.each([
    ['The chatCompletion operation does not work with the specified model, gpt-4o-mini. Please choose', 'gpt-4o-mini'],
    ['The realtime operation does not work with the specified model, gpt-4.1.', 'gpt-4.1'],
    ['The realtime operation does not work with the specified model.', undefined],
  ])('names the model that the operation does not work with: %s', (message, mismatchedModel) => {
    expect(readMessage(message)).toEqual({ ...NOTHING, mismatchedModel });
  });

  test.each([
    [`Token tenant ${OURS} does not match resource tenant.`, OURS],
    [`Token tenant '${OURS}' does not match resource tenant.`, OURS],
    ['Token tenant contoso.example does not match resource tenant.', undefined],
    [
      `The access token is from the wrong issuer 'https://sts.windows.net/${OURS}/'. It must match the tenant 'https://sts.windows.net/${OTHER}/' associated with this subscription.`,
      OURS,
    ],
    [`Token tenant ${OURS}0 does not match resource tenant.`, undefined],
  ])('names the tenant of a token that is of another one, and only an id: %s', (message, tokenTenant) => {
    expect(readMessage(message)).toEqual({ ...NOTHING, tokenTenant });
  });

  test('gives nothing that has not the form of an identifier', () => {
    const message = LONG('Bearer ek_canary0123456789abcdefghijklmnop').replace('chat/completions', 'x y');
    expect(readMessage(message)).toEqual(NOTHING);
  });

  test('is read in time that grows with its length only', () => {
    const message = `principal ${OURS} lacks the required data action Microsoft.${'a.'.repeat(100_000)}`;
    expect(readMessage(message).deniedAction).toBe('Microsoft.a');
  });
});

describe('the token that was sent', () => {
  test('says whose it is and for whom', () => {
    expect(readAsker(aToken({ oid: OURS, aud: 'https://ai.azure.com' }))).toEqual({
      principal: OURS,
      audience: 'https://ai.azure.com',
    });
  });

  test.each(['ek_1', '', 'a.b.c', aToken(null), aToken([]), aToken({ oid: 7, aud: ['x'] }), aToken({ oid: 'a b' })])(
    'says nothing where it is none, or holds something else: %s',
    (token) => {
      expect(readAsker(token)).toEqual({ principal: undefined, audience: undefined });
    },
  );
});

describe('the evidence', () => {
  const roleMissing = recognise({ kind: 'answered', status: 401, code: 'PermissionDenied' });
  const notRealtime = recognise({ kind: 'answered', status: 400, code: 'OpperationNotSupported' });
  const unreachable = recognise({ kind: 'unreachable' });
  const causeIds = (...args: Parameters<typeof weigh>) => weigh(...args).causes.map(({ id }) => id);

  test('puts another identity first where Azure saw another than ours', () => {
    expect(causeIds(roleMissing, { said: readMessage(LONG(OTHER)), asker: asker() })[0]).toBe('other-identity');
  });

  test('puts it last where Azure saw ours, whatever the case of its letters', () => {
    expect(causeIds(roleMissing, { said: readMessage(LONG(OURS.toUpperCase())), asker: asker() }).at(-1)).toBe(
      'other-identity',
    );
  });

  test('puts a role at a project first where an action below /openai/v1 is what lacks', () => {
    expect(causeIds(roleMissing, { said: readMessage(SHORT(OURS, 'responses/write')), asker: asker() })[0]).toBe(
      'project-scope',
    );
  });

  test.each([
    ['https://ai.azure.com', 0],
    ['https://ai.azure.com/', 0],
    ['https://cognitiveservices.azure.com', -1],
  ])('puts the audience where it belongs for a token of %s', (audience, place) => {
    expect(causeIds(notRealtime, { said: NOTHING, asker: asker({ audience }) }).at(place)).toBe('token-audience');
  });

  test('leaves the model first where Azure has named it: the audience hides nothing then', () => {
    const said = readMessage('The realtime operation does not work with the specified model, gpt-4o-mini.');
    const [first] = causeIds(notRealtime, { said, asker: asker({ audience: 'https://ai.azure.com' }) });
    expect(first).toBe('model-of-another-kind');
  });

  test.each([
    ['ENOTFOUND', 'no-such-host'],
    ['ECONNREFUSED', 'network'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
    ['CERT_HAS_EXPIRED', 'certificate'],
  ])('of a connection that failed with %s puts %s first', (connection, cause) => {
    expect(causeIds(unreachable, { connection })[0]).toBe(cause);
  });

  test('changes nothing where there is none, and loses no cause', () => {
    const nobody = { principal: undefined, audience: undefined };
    for (const entry of [roleMissing, notRealtime])
      expect(weigh(entry, { said: NOTHING, asker: nobody })).toEqual(entry);
    expect(causeIds(roleMissing, { said: readMessage(LONG(OTHER)), asker: asker() }).toSorted()).toEqual(
      roleMissing.causes.map(({ id }) => id).toSorted(),
    );
  });
});
