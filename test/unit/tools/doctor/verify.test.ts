/** `--verify` asks a person first, and nothing without a yes. */

import { parseEndpoint } from '../../../../src/realtime/endpoint.ts';
import type { Facts } from '../../../../tools/doctor/facts/facts.ts';
import { seen } from '../../../../tools/doctor/look.ts';
import { verify } from '../../../../tools/doctor/verify/verify.ts';
import { unwrap } from '../../../support/result.ts';

function tryVerify(agreed: { readonly isAgreed: boolean; readonly answer?: boolean }) {
  const said: string[] = [];
  const questions: string[] = [];
  let requests = 0;
  const facts = {
    endpoint: async () => seen(unwrap(parseEndpoint('https://oai.openai.azure.com'))),
    deploymentName: async () => seen('voice'),
    tokenScope: async () => seen('https://cognitiveservices.azure.com/.default'),
    accountId: async () => seen({ id: '/x', name: 'oai', group: 'rg', subscription: 's', type: 't' }),
    deployments: async () => seen([]),
    models: async () => seen([]),
    identity: async () => seen({ principalId: 'p' }),
    person: { objectId: 'o', type: 'User' },
    now: () => 0,
    fetch: async () => {
      requests += 1;
      return new Response('{"error":{"code":"Unauthorized","message":"no"}}', { status: 401 });
    },
  } as unknown as Facts;
  const confirm = async (question: string) => {
    questions.push(question);
    return agreed.answer ?? false;
  };
  const status = verify({
    facts,
    credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: 0 }) },
    isAgreed: agreed.isAgreed,
    confirm,
    write: (line) => said.push(line),
  });
  return status.then((found) => ({ status: found, said, questions, requests }));
}

test('a no asks Azure for nothing, and the question says how much it would be', async () => {
  const { status, said, questions, requests } = await tryVerify({ isAgreed: false, answer: false });
  expect({ status, said, requests }).toEqual({ status: 2, said: ['Nothing was asked.'], requests: 0 });
  expect(questions).toEqual([expect.stringMatching(/^\d+ requests go to your deployment [\s\S]*Go on\? \[y\/N\] $/)]);
});

test('a yes goes on', async () => {
  const { requests, questions } = await tryVerify({ isAgreed: false, answer: true });
  expect(requests).toBeGreaterThan(10);
  expect(questions).toHaveLength(1);
});

test('with --yes nobody is asked', async () => {
  const { requests, questions } = await tryVerify({ isAgreed: true });
  expect(requests).toBeGreaterThan(10);
  expect(questions).toEqual([]);
});
