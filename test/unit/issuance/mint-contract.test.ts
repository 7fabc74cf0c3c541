import { mintRequestSchema, mintResponseSchema } from '../../../src/issuance/mint-contract.ts';

describe('the contract of the mint', () => {
  test('lets a caller name a profile, a lifetime, a session and variables, which the profile judges, and nothing else', () => {
    expect(Object.keys(mintRequestSchema.shape)).toEqual(['profile', 'expires_after', 'session', 'variables']);
    expect(mintRequestSchema.safeParse({ expires_after: { seconds: 30 }, session: { type: 'realtime' } }).success).toBe(
      true,
    );
    expect(mintRequestSchema.safeParse({ instructions: 'x' }).success).toBe(false);
  });

  test('has no place for instructions or tools in the answer, at any depth', () => {
    const answer = {
      value: 'ek_1',
      expires_at: 1,
      session: { type: 'realtime', object: 'realtime.session', id: 'sess_1', model: 'm' },
      url: 'https://contoso.openai.azure.com/openai/v1/realtime/calls',
      model: 'm',
      id: 'mint_1',
    };
    expect(mintResponseSchema.safeParse(answer).success).toBe(true);
    expect(mintResponseSchema.safeParse({ ...answer, instructions: 'x' }).success).toBe(false);
    expect(mintResponseSchema.safeParse({ ...answer, session: { ...answer.session, tools: [] } }).success).toBe(false);
  });
});
