/** Azure understood who we are and does not like what was asked, or where. */
import type { Advice, UpstreamEntry } from './catalogue-entry.ts';
import { ASK_SUPPORT, SET_ENDPOINT, SHOW_ACCOUNT } from './fixes.ts';

const BODY_SHAPE: Advice = {
  say: 'The body of the mint is made here and is of the GA shape: if no profile is set, this is a fault of ours to report, with the version from /api/healthz.',
};

export const REQUEST_ENTRIES: readonly UpstreamEntry[] = [
  {
    id: 'path-not-found',
    title: 'The resource has no realtime route there',
    seenAs: ['404 Resource not found'],
    code: 'upstream_rejected',
    patterns: [{ kind: 'answered', status: [404] }],
    causes: [
      {
        id: 'no-openai-resource',
        cause: 'The resource is of another kind than Azure OpenAI, or realtime is not offered on its host.',
        check: SHOW_ACCOUNT,
        fix: SET_ENDPOINT,
      },
    ],
    source: 'christopherwoodland/Behavioral-Health-System; public probe note of 2026-06-10',
    confidence: 'reported',
  },
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
    ],
    causes: [
      {
        id: 'beta-shape',
        cause: 'A field of the session is of the beta shape, or is not one that this model takes.',
        check: { say: 'The param that the log line names, against the GA session object.' },
        fix: BODY_SHAPE,
      },
      {
        id: 'preview-api',
        cause: 'The endpoint answers with the preview API.',
        check: { say: 'Is realtime:endpoint the resource’s own host?' },
        fix: SET_ENDPOINT,
      },
    ],
    source: 'openai/openai-go#502; TanStack/ai#586; davidmigloz/langchain_dart#643; public probe note of 2026-06-10',
    confidence: 'reported',
  },
  {
    id: 'request-refused',
    title: 'Azure refused the request for a reason that is not known here',
    seenAs: ['4xx from Azure OpenAI with a code that is not on this page'],
    code: 'upstream_rejected',
    patterns: [
      { kind: 'answered', status: range(300, 428) },
      { kind: 'answered', status: range(430, 499) },
    ],
    causes: [
      {
        id: 'unknown',
        cause: 'Unknown: neither documented nor reported for this route.',
        check: { say: 'The status, code and apim-request-id in the log line.' },
        fix: ASK_SUPPORT,
      },
    ],
    source: 'none',
    confidence: 'inferred',
  },
];

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
