/** Azure understood who we are and does not like what was asked. */
import type { Advice, UpstreamEntry } from './catalogue-entry.ts';
import { SET_ENDPOINT } from './fixes.ts';

const BODY_SHAPE: Advice = {
  say: 'Without a profile the app itself makes the whole body in the GA shape. Then this is a bug of the app: report it with the version from /api/healthz.',
  ownCode: {
    say: 'Send {"session":{"type":"realtime","model":"$DEP"}}, without the header OpenAI-Beta, and add the rest piece by piece.',
  },
};

export const REQUEST_ENTRIES: readonly UpstreamEntry[] = [
  {
    id: 'session-shape',
    title: 'Azure does not accept the session’s shape',
    seenAs: [
      `Invalid type for 'session.audio.input.format': expected an object, but got a string instead.`,
      `Missing required parameter: 'session.type'.`,
      `Unknown parameter: 'session.…'`,
      'InvalidSessionType',
      'beta_api_shape_disabled',
    ],
    code: 'upstream_rejected',
    patterns: [
      {
        kind: 'answered',
        status: [400],
        code: /^(?:InvalidSessionType|invalid_type|missing_required_parameter|unknown_parameter|beta_api_shape_disabled)$/i,
      },
      {
        kind: 'answered',
        status: [400],
        message: /^(?:Unknown parameter|Missing required parameter|Invalid type for)/i,
      },
      {
        kind: 'answered',
        operation: 'client_secrets',
        status: [400, 422],
        code: /^(?:invalid_(?:parameter|value)|unsupported_(?:parameter|value))$/i,
      },
    ],
    causes: [
      {
        id: 'beta-shape',
        cause: 'A field of the session has the beta’s shape, or this model does not take it.',
        check: {
          say: 'Compare the param in the log line with the GA session object.',
          ownCode: { say: 'Compare the param of the error with the GA session object.' },
        },
        fix: BODY_SHAPE,
      },
      {
        id: 'preview-api',
        cause: 'The endpoint answers with the preview API.',
        check: {
          say: 'Is realtime:endpoint the resource’s own host?',
          withTargets: { say: 'Is the endpoint of that target in realtime:targets the resource’s own host?' },
          ownCode: { say: 'Does your URL have /openai/v1, the resource’s own host and no api-version?' },
        },
        fix: SET_ENDPOINT,
      },
    ],
    source: 'openai/openai-go#502; TanStack/ai#586; davidmigloz/langchain_dart#643; public probe note of 2026-06-10',
    confidence: 'reported',
  },
  {
    id: 'content-filtered',
    title: 'Azure’s content filter refuses the session',
    seenAs: [
      'content_filter: The response was filtered due to the prompt triggering Azure OpenAI’s content management policy.',
    ],
    code: 'upstream_rejected',
    patterns: [
      { kind: 'answered', code: /^(?:content_filter|content_policy_violation|ResponsibleAIPolicyViolation)$/i },
      { kind: 'answered', status: [400], message: /content (?:management|safety) policy|\bsafety system\b/i },
    ],
    causes: [
      {
        id: 'instructions',
        cause: 'The session’s instructions or tools trigger the content filter of the deployment.',
        check: {
          say: 'Does a mint without a profile work?',
          ownCode: { say: 'Does a mint without instructions and tools work?' },
        },
        fix: { say: 'Reword them, or give the deployment another content filter.' },
      },
    ],
    source: 'Azure OpenAI content filtering page, for other operations; not seen on this route',
    confidence: 'inferred',
  },
];
