/** What the mint can be asked to do: every reported error, every broken answer, and a choice where nothing is verified. */

import type { SwitchDefinition, Switches, ValuesOf } from '../../kit/switches.ts';
import { networkSwitches } from '../foundation/network-trouble.ts';
import { BENT_SECRETS } from './bend-secret.ts';
import { MINT_ERRORS } from './mint-errors.ts';
import { MINT_TROUBLES } from './mint-trouble.ts';

export const MINT_SWITCHES = [
  {
    name: 'mint.error',
    description: 'Error of Azure that every mint gets, whatever it asks for.',
    values: ['none', ...Object.keys(MINT_ERRORS)],
    initial: 'none',
    source: 'documented, recorded or reported, each',
  },
  {
    name: 'mint.answer',
    description:
      'What becomes of the answer on its way: trouble of the connection, a body that is none, or a secret that is not as asked.',
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
      'Lifetime of a secret that was asked for without one: 7200 recorded on Azure, 600 in the specification.',
    values: ['7200', '600'],
    initial: '7200',
    source: 'recorded; specification',
  },
  {
    name: 'mint.unknownDeployment',
    description: 'How a deployment is refused that does not exist, or is younger than five minutes.',
    values: ['DeploymentNotFound', 'OpperationNotSupported'],
    initial: 'DeploymentNotFound',
    source: 'both reported',
  },
  {
    name: 'mint.wrongModelSpelling',
    description: 'Spelling of the code that refuses a deployment of another kind of model.',
    values: ['OpperationNotSupported', 'OperationNotSupported'],
    initial: 'OpperationNotSupported',
    source: 'both reported',
  },
  {
    name: 'mint.liveDeployment',
    description: 'Code that refuses a deployment of GPT-Live, for which there are no client secrets.',
    values: ['OpperationNotSupported', 'invalid_model'],
    initial: 'OpperationNotSupported',
    source: 'unverified; the second reported (OpenAI host)',
  },
  {
    name: 'mint.audiences',
    description:
      'Audiences of tokens that are accepted; the last value accepts both and answers `ai.azure.com` with OpperationNotSupported, whatever the deployment.',
    values: ['both', 'cognitiveservices', 'ai', 'ai-masks-deployment'],
    initial: 'both',
    source: 'both documented; the last reported',
  },
  {
    name: 'mint.apiVersion',
    description: 'How an `api-version` in the query is met on the GA route; which one Azure does is not recorded.',
    values: ['404', '400', '401', 'ignored'],
    initial: '404',
    source: 'unverified',
  },
  {
    name: 'mint.sessionTypeError',
    description: 'Code for a missing or unknown `session.type`: Azure’s, or the one of OpenAI’s own host.',
    values: ['InvalidSessionType', 'missing_required_parameter'],
    initial: 'InvalidSessionType',
    source: 'both reported',
  },
  {
    name: 'mint.betaTranscription',
    description: 'Status for a top-level `input_audio_transcription`; a 500 was reported.',
    values: ['400', '500'],
    initial: '400',
    source: 'reported',
  },
  {
    name: 'mint.echoedModel',
    description: 'Whether `session.model` of the answer is the deployment’s name or its model’s.',
    values: ['deployment', 'model'],
    initial: 'deployment',
    source: 'unverified',
  },
  {
    name: 'mint.rateLimitHeaders',
    description: 'The six `x-ratelimit-*` headers on an answer 200; whether this route has them is not verified.',
    values: ['off', 'on'],
    initial: 'off',
    source: 'unverified',
  },
  {
    name: 'mint.serviceHeaders',
    description: '`x-request-id` and `x-ms-region` on an answer 200; not verified on this route.',
    values: ['off', 'on'],
    initial: 'off',
    source: 'recorded; unverified',
  },
  ...networkSwitches('openai', 'the OpenAI resource'),
] as const satisfies readonly SwitchDefinition[];

export type MintSwitches = Switches<ValuesOf<typeof MINT_SWITCHES>>;
