/** Copies of infra/, changed or not, and what the compiler predicts that they deploy. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bicep } from './bicep';

export const INFRA = join(__dirname, '../../../infra');

/** A change of the template that some assertion has to notice. */
export interface Mutation {
  /** Below infra/. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface Prediction {
  readonly predictedResources: readonly unknown[];
  readonly diagnostics: readonly unknown[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Required variables; the longest environment name that is allowed, so that every name is as long as it gets. */
export const REQUIRED = {
  AZURE_ENV_NAME: 'longest-environment-name',
  AZURE_LOCATION: 'westeurope',
  OPENAI_LOCATION: 'swedencentral',
  AZURE_PRINCIPAL_ID: '11111111-1111-4111-8111-111111111111',
  API_TENANT_ID: '22222222-2222-4222-8222-222222222222',
  API_CLIENT_ID: '33333333-3333-4333-8333-333333333333',
} as const;

export const VARIANTS = {
  default: REQUIRED,
  everything: {
    ...REQUIRED,
    AZURE_PRINCIPAL_TYPE: 'ServicePrincipal',
    DEVELOPER_PRINCIPAL_ID: '44444444-4444-4444-8444-444444444444',
    CORS_ORIGINS: 'https://app.example.com, https://admin.example.com',
    REALTIME_MODEL: 'gpt-realtime-2.1-mini',
    REALTIME_MODEL_VERSION: '2026-07-07',
    TRANSCRIPTION_MODEL: 'gpt-4o-mini-transcribe',
    ALWAYS_READY_INSTANCES: '2',
    DIAGNOSTIC_SETTINGS: 'true',
    AZURE_APPCONFIGURATION_LABEL: 'blue',
  },
  paused: { ...REQUIRED, REALTIME_STATE: 'Paused' },
} as const;

export type Variant = keyof typeof VARIANTS;

/** Uses a copy of infra/ with the mutations, of which each must apply exactly once. */
export function withTemplate<T>(mutations: readonly Mutation[], use: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'infra-'));
  try {
    cpSync(INFRA, root, { recursive: true });
    for (const mutation of mutations) apply(root, mutation);
    return use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function apply(root: string, { file, from, to }: Mutation): void {
  const path = join(root, file);
  const parts = readFileSync(path, 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`A mutation of ${file} applies ${parts.length - 1} times: ${from}`);
  writeFileSync(path, parts.join(to));
}

/** The resources that a deployment would make, every loop, condition and expression evaluated as far as it can be. */
export function predict(bicep: Bicep, root: string, variables: Readonly<Record<string, string>>): Prediction {
  const subscription = ['--subscription-id', '00000000-0000-4000-8000-000000000001', '--location', 'westeurope'];
  const { stderr } = bicep(
    ['snapshot', join(root, 'main.bicepparam'), '--mode', 'overwrite', ...subscription],
    variables,
  );
  const file = join(root, 'main.snapshot.json');
  if (!existsSync(file)) throw new Error(`bicep snapshot wrote nothing: ${stderr}`);
  const { outputs, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Prediction;
  // The compiler writes outputs in another order each time.
  return { ...rest, outputs: Object.fromEntries(Object.entries(outputs).sort()) };
}
