/**
 * What is wrong with the path and query of an address, by the routes of the GA API
 * (https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-webrtc) and of those that it is taken for.
 */

interface WrongRoute {
  readonly path: RegExp;
  /** Completes "Its path <path> …". */
  readonly problem: string;
}

const RIGHT = /^\/?$|^\/openai(?:\/v1(?:\/realtime(?:\/(?:client_secrets|calls(?:\/[^/]+\/[a-z]+)?))?)?)?\/?$/i;

/** The first that fits. */
const WRONG: readonly WrongRoute[] = [
  { path: /\/realtimertc\b/i, problem: 'belongs to the preview API, whose WebRTC had regional addresses' },
  { path: /^\/openai\/realtimeapi\b/i, problem: 'belongs to the preview API' },
  { path: /^\/openai\/realtime\/(?:client_secrets|calls)\b/i, problem: 'lacks the /v1 after /openai' },
  { path: /^\/openai\/realtime\/?$/i, problem: 'belongs to the preview API: /v1 is missing after /openai' },
  { path: /^\/openai\/deployments\b/i, problem: 'names the deployment, and no realtime route does' },
  { path: /^\/openai\/v1\/realtime\/(?:transcription_)?sessions\b/i, problem: 'belongs to the beta' },
  { path: /^\/openai\/v1\/live\b/i, problem: 'belongs to GPT-Live, the other voice API' },
  { path: /^\/v1\b/i, problem: 'lacks /openai before /v1: it is the path of OpenAI’s own service' },
  { path: /^\/api\/projects\b/i, problem: 'belongs to a Foundry project, which has no realtime route below it' },
  { path: /^\/openai\b/i, problem: 'is the route of another operation and not of realtime' },
];

/** Sentences, none where nothing is wrong. */
export function findWrongRoute({ pathname, searchParams }: URL): readonly string[] {
  const wrong = WRONG.find(({ path }) => path.test(pathname)) ?? { problem: 'is not a route of Azure OpenAI' };
  const version = searchParams.get('api-version');
  return [
    ...(RIGHT.test(pathname) ? [] : [`Its path ${pathname} ${wrong.problem}.`]),
    ...(version === null ? [] : [`It has api-version=${version}, and the GA routes refuse every api-version.`]),
    ...(searchParams.has('deployment')
      ? ['It names the deployment with deployment=, which only the preview reads. A mint names it in session.model.']
      : []),
  ];
}
