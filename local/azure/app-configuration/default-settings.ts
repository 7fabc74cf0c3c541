/** The settings that the store holds at start: what infrastructure writes in Azure, for the services of this machine. Without the salt, so that its absence is tried. */
import { ACCOUNT_RESOURCE_ID } from '../foundation/directory.ts';

export interface DefaultSettingsOptions {
  /** The one rule of `realtime:callers`. */
  readonly callers: object;
  /** Origin of the OpenAI service. */
  readonly openai: string;
  /** False: nobody would be admitted, so quotas are off. */
  readonly hasStorage: boolean;
}

const DEFAULT_DEPLOYMENT = 'gpt-realtime-mini';
/** Where `npm start` serves the playground. */
const PLAYGROUND_ORIGIN = 'http://localhost:3000';

export function createDefaultSettings({
  callers,
  openai,
  hasStorage,
}: DefaultSettingsOptions): Readonly<Record<string, string>> {
  return {
    'realtime:endpoint': openai,
    'realtime:deployment': DEFAULT_DEPLOYMENT,
    'realtime:callers': JSON.stringify([callers]),
    'realtime:cors:origins': JSON.stringify([PLAYGROUND_ORIGIN]),
    'realtime:resourceId': ACCOUNT_RESOURCE_ID,
    ...(hasStorage ? {} : { 'realtime:quota': '{}' }),
  };
}
