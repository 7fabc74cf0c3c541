/** What an operator of the version before could have in the store: each key that it read, with more than its default. */
import { ACCOUNT_RESOURCE_ID } from '../../local/azure/foundation/directory.ts';
import { REQUIRED } from '../infra/compiler/variants.ts';
import { PAGE, PROVIDERS_API } from './callers.ts';
import { OPENAI, PROVIDER } from './real-names.ts';

const { API_TENANT_ID, API_CLIENT_ID } = REQUIRED;
const LIMIT = 5;

export interface Written {
  readonly key: string;
  readonly value: string;
  readonly content_type: string | null;
}

/** Bicep says that it is text, `az` nothing, and the portal what somebody chose there. */
const bicep = (key: string, value: string): Written => ({ key: `realtime:${key}`, value, content_type: 'text/plain' });
const operator = (key: string, value: unknown): Written => ({
  key: `realtime:${key}`,
  value: typeof value === 'string' ? value : JSON.stringify(value),
  content_type: null,
});
const portal = (key: string, value: unknown): Written => ({
  ...operator(key, value),
  content_type: 'application/json',
});

export function operatorSettings(revokedSubjects: readonly string[]): readonly Written[] {
  const entra = {
    tenant: API_TENANT_ID,
    audiences: [API_CLIENT_ID, `api://${API_CLIENT_ID}`],
    scope: 'Realtime.Connect',
    role: 'Realtime.Connect.All',
    operatorRole: 'Realtime.Operate',
  };
  const provider = { issuer: PROVIDER, audiences: [PROVIDERS_API], scope: 'realtime.connect' };
  const tool = { type: 'function', name: 'opening_hours', parameters: { type: 'object', properties: {} } };
  return [
    bicep('endpoint', `${OPENAI}/`),
    bicep('deployment', 'gpt-realtime-mini'),
    bicep('resourceId', ACCOUNT_RESOURCE_ID),
    bicep('callers', JSON.stringify([entra, provider])),
    bicep('cors:origins', JSON.stringify([PAGE, 'http://localhost:5173'])),
    operator('tokenScope', 'https://ai.azure.com/.default'),
    operator('secretSeconds', '120'),
    operator('quota', { hour: { limit: LIMIT, windowSeconds: 3_600 }, week: { limit: 100, windowSeconds: 604_800 } }),
    operator('revoked', { subjects: revokedSubjects, issuedBefore: '2020-01-01T00:00:00+01:00' }),
    operator('profiles:default:instructions', ' Answer in one sentence.\n'),
    portal('profiles:assistant', {
      deployment: 'voice-assistant',
      secretSeconds: 60,
      session: { type: 'realtime', audio: { output: { voice: 'marin' } }, tools: [tool] },
      choices: { 'audio.output.voice': ['marin', 'cedar'] },
    }),
    operator('profiles:assistant:instructions', 'You are the assistant of Contoso’s branches.\r\nAsk for the branch.'),
    operator('profiles:staff', {
      requires: { role: 'Realtime.Connect.All' },
      session: { type: 'realtime', output_modalities: ['text'] },
    }),
    operator('profiles:private', { direct: false, filter: true }),
    operator('profiles:wrong', { session: { type: 'realtime', voice: 'alloy' } }),
  ];
}
