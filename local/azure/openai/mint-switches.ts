/** What the mint can be asked to do: every reported error, every broken answer, and a choice where nothing is verified. */

import type { SwitchDefinition, Switches, ValuesOf } from '../../kit/switches.ts';
import { networkSwitches } from '../foundation/network-trouble.ts';
import { BENT_SECRETS } from './bend-secret.ts';
import { MINT_ERRORS } from './mint-errors.ts';
import { MINT_TROUBLES } from './mint-trouble.ts';

export const MINT_SWITCHES = [
  {
    name: 'mint.error',
    description: 'Error of Azure that answers every mint, good or bad.',
    values: ['none', ...Object.keys(MINT_ERRORS)],
    initial: 'none',
    source: 'documented, recorded or reported, each',
  },
  {
    name: 'mint.answer',
    description:
      'What happens to the answer to a mint on its way: the connection fails, the body is unusable, or the secret differs from the one requested.',
    values: ['normal', ...MINT_TROUBLES, ...BENT_SECRETS],
    initial: 'normal',
    source: 'emulator',
  },
  {
    name: 'mint.delayMs',
    description: 'Milliseconds between a mint’s arrival and its answer.',
    values: { minimum: 0, maximum: 120_000 },
    initial: 0,
    source: 'emulator',
  },
  {
    name: 'mint.defaultSeconds',
    description:
      'Lifetime of a secret if the request names none: Azure was recorded with 7200, the specification says 600.',
    values: ['7200', '600'],
    initial: '7200',
    source: 'recorded; specification',
  },
  {
    name: 'mint.unknownDeployment',
    description: 'How Azure refuses a deployment that does not exist or is younger than five minutes.',
    values: ['DeploymentNotFound', 'OpperationNotSupported'],
    initial: 'DeploymentNotFound',
    source: 'both reported',
  },
  {
    name: 'mint.wrongModelSpelling',
    description: 'How Azure spells the code that refuses a deployment with another kind of model.',
    values: ['OpperationNotSupported', 'OperationNotSupported'],
    initial: 'OpperationNotSupported',
    source: 'both reported',
  },
  {
    name: 'mint.liveDeployment',
    description: 'Code that refuses a deployment of GPT-Live, which has no client secrets.',
    values: ['OpperationNotSupported', 'invalid_model'],
    initial: 'OpperationNotSupported',
    source: 'unverified; the second reported (OpenAI host)',
  },
  {
    name: 'mint.audiences',
    description:
      'Audiences that Azure accepts in a token. The last value accepts both, but answers `ai.azure.com` with OpperationNotSupported for every deployment.',
    values: ['both', 'cognitiveservices', 'ai', 'ai-masks-deployment'],
    initial: 'both',
    source: 'both documented; the last reported',
  },
  {
    name: 'mint.apiVersion',
    description: 'How the GA route answers an `api-version` in the query; nobody has recorded what Azure does.',
    values: ['404', '400', '401', 'ignored'],
    initial: '404',
    source: 'unverified',
  },
  {
    name: 'mint.sessionTypeError',
    description: 'Code that refuses a missing or unknown `session.type`: Azure’s, or that of OpenAI’s own host.',
    values: ['InvalidSessionType', 'missing_required_parameter'],
    initial: 'InvalidSessionType',
    source: 'both reported',
  },
  {
    name: 'mint.betaTranscription',
    description: 'Status that refuses a top-level `input_audio_transcription`; one report has a 500.',
    values: ['400', '500'],
    initial: '400',
    source: 'reported',
  },
  {
    name: 'mint.echoedModel',
    description: 'Whether `session.model` in the answer names the deployment or its model.',
    values: ['deployment', 'model'],
    initial: 'deployment',
    source: 'unverified',
  },
  {
    name: 'mint.rateLimitHeaders',
    description: 'Whether a 200 carries the six `x-ratelimit-*` headers; nobody has verified them on this route.',
    values: ['off', 'on'],
    initial: 'off',
    source: 'unverified',
  },
  {
    name: 'mint.serviceHeaders',
    description: 'Whether a 200 carries `x-request-id` and `x-ms-region`; nobody has verified them on this route.',
    values: ['off', 'on'],
    initial: 'off',
    source: 'recorded; unverified',
  },
  ...networkSwitches('openai', 'the OpenAI resource'),
] as const satisfies readonly SwitchDefinition[];

export type MintSwitches = Switches<ValuesOf<typeof MINT_SWITCHES>>;
