/** What a deployment is told: four sets of environment variables, for what is usual, for every option, for two regions, for a pause. */

export type Variables = Readonly<Record<string, string>>;

/** Required variables; the longest environment name that is allowed, so that every name is as long as it gets. */
export const REQUIRED = {
  AZURE_ENV_NAME: 'longest-environment-name',
  AZURE_LOCATION: 'westeurope',
  OPENAI_LOCATION: 'swedencentral',
  API_TENANT_ID: '22222222-2222-4222-8222-222222222222',
  API_CLIENT_ID: '33333333-3333-4333-8333-333333333333',
} as const;

export const VARIANTS = {
  default: REQUIRED,
  everything: {
    ...REQUIRED,
    DEVELOPER_PRINCIPAL_ID: '44444444-4444-4444-8444-444444444444',
    CORS_ORIGINS: 'https://app.example.com, https://admin.example.com',
    REALTIME_MODEL: 'gpt-realtime-2.1-mini',
    REALTIME_MODEL_VERSION: '2026-07-07',
    TRANSCRIPTION_MODEL: 'gpt-4o-mini-transcribe',
    LIVE_MODEL: 'gpt-live-1',
    LIVE_MODEL_VERSION: '2026-09-10',
    ALWAYS_READY_INSTANCES: '2',
    INSTANCE_MEMORY_MB: '512',
    HANG_UP_DATA_ACTION: 'Microsoft.CognitiveServices/accounts/OpenAI/realtime/calls/hangup/action',
    DIAGNOSTIC_SETTINGS: 'true',
    AZURE_APPCONFIGURATION_LABEL: 'blue',
    ALERT_EMAILS: 'ops@example.com, night@example.com',
    ALERT_ACTION_GROUP:
      '/subscriptions/00000000-0000-4000-8000-000000000002/resourceGroups/rg-oncall/providers/Microsoft.Insights/actionGroups/on-call',
    ALERT_LATENCY_MS: '2500',
    AVAILABILITY_TEST: 'true',
    RUNBOOK_URL: 'https://github.com/example/realtime-token-endpoint/blob/main/docs/operations.md',
    REALTIME_MODEL_RETIRES: '2027-06-25',
    SETTINGS_WRITERS: '55555555-5555-4555-8555-555555555555, 66666666-6666-4666-8666-666666666666',
    BUDGET_AMOUNT: '200',
    BUDGET_START: '2026-12-01',
  },
  regions: {
    ...REQUIRED,
    OPENAI_LOCATION: 'swedencentral, eastus2',
    HANG_UP_DATA_ACTION: 'Microsoft.CognitiveServices/accounts/OpenAI/realtime/calls/hangup/action',
  },
  paused: { ...REQUIRED, REALTIME_STATE: 'Paused', CALLS_SWEEP: 'off' },
} as const;

export type Variant = keyof typeof VARIANTS;
