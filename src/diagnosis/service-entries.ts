/** Limits, outages and answers that are not what is documented. */
import type { UpstreamEntry } from './catalogue-entry.ts';
import {
  ANSWERED_BY_ANOTHER,
  ASK_SUPPORT,
  LOGGED_ID,
  PRIVATE_DNS,
  RAISE_CAPACITY,
  REPORT_IT,
  SHOW_ACCOUNT,
  SHOW_QUOTA,
} from './fixes.ts';

export const SERVICE_ENTRIES: readonly UpstreamEntry[] = [
  {
    id: 'insufficient-quota',
    title: 'The account has no money left; its rate limit is not the reason',
    seenAs: ['429 insufficient_quota: You exceeded your current quota, please check your plan and billing details.'],
    code: 'upstream_rejected',
    waitingHelps: false,
    patterns: [
      { kind: 'answered', code: /^(?:insufficient_quota|billing_hard_limit_reached|billing_not_active)$/i },
      { kind: 'answered', message: /check your plan and billing details/i },
    ],
    causes: [
      {
        id: 'credit-or-spending-limit',
        cause: 'The subscription has no credit left, has reached its spending limit, or has an unpaid invoice.',
        check: {
          run: 'az account show --query "{name:name,state:state}" -o table',
          say: 'Enabled? Then Cost Management in the Azure portal: credit, spending limit, invoices.',
        },
        fix: { say: 'Settle it there. Waiting does not help, and neither does more capacity.' },
      },
    ],
    source: 'openai/openai-agents-js#1461',
    confidence: 'reported',
  },
  {
    id: 'azure-at-capacity',
    title: 'Azure is at capacity; this deployment’s quota is not the reason',
    seenAs: ['The system is currently experiencing high demand and cannot process your request.'],
    code: 'upstream_rate_limited',
    callerStatus: 503,
    patterns: [
      { kind: 'answered', status: [429, 503], code: /^no_?capacity$|overloaded/i },
      {
        kind: 'answered',
        status: [429, 503],
        message: /high demand|temporarily unable to process|peak load|\boverloaded\b/i,
      },
    ],
    causes: [
      {
        id: 'region-busy',
        cause: 'The region is busy.',
        check: { say: 'The message says high demand and names no limit.' },
        fix: {
          say: 'Wait; if it lasts, deploy the model in another region and change realtime:endpoint.',
          withTargets: {
            say: 'Wait; if it lasts, deploy the model in one more region and add it to realtime:targets.',
          },
          ownCode: { say: 'Wait; if it lasts, deploy the model in another region and call it there.' },
        },
      },
    ],
    source:
      'Azure OpenAI quota page; pollinations/pollinations#6260; mckaywrigley/repo-chat#13; ikechan8370/chatgpt-plugin#125',
    confidence: 'documented',
  },
  {
    id: 'deployment-rate-limit',
    title: 'The deployment’s quota is used up',
    seenAs: [
      '429: Requests to the … Operation under Azure OpenAI API … have exceeded call rate limit of your current … pricing tier. Please retry after …',
      'Rate limit is exceeded.',
    ],
    code: 'upstream_rate_limited',
    patterns: [{ kind: 'answered', status: [429] }],
    causes: [
      {
        id: 'capacity-too-low',
        cause:
          'The deployment gets more requests a minute than its capacity allows. One unit of gpt-realtime-mini allows three.',
        check: SHOW_QUOTA,
        fix: RAISE_CAPACITY,
      },
    ],
    source:
      'Azure OpenAI quota page; jasonacox/TinyLLM#17; Azure-Samples/aisearch-openai-rag-audio#9, #56; Azure-Samples/azure-search-openai-demo#177',
    confidence: 'reported',
  },
  {
    id: 'azure-failed',
    title: 'Azure OpenAI failed',
    seenAs: ['500 The server had an error while processing your request. Sorry about that!'],
    code: 'upstream_error',
    patterns: [{ kind: 'answered' }],
    causes: [
      {
        id: 'short-fault',
        cause: 'A fault of the service, often a short one.',
        check: { say: 'Azure’s status page for the region.' },
        fix: { say: 'Try again.' },
      },
      {
        id: 'beta-transcription',
        cause: 'The service fails at a beta field. People report a 500 for a top-level input_audio_transcription.',
        check: { say: 'Does the session have that member?' },
        fix: { say: 'Move it to audio.input.transcription.' },
      },
      {
        id: 'lasting-fault',
        cause: 'The failure lasts.',
        check: LOGGED_ID,
        fix: ASK_SUPPORT,
      },
    ],
    source: 'Microsoft Q&A 5908916, 5821653',
    confidence: 'reported',
  },
  {
    id: 'azure-slow',
    title: 'Azure OpenAI did not answer in time',
    seenAs: ['504 upstream_timeout: no answer from Azure OpenAI within 8 s'],
    code: 'upstream_timeout',
    patterns: [{ kind: 'timeout' }],
    causes: [
      {
        id: 'slow-service',
        cause: 'The service is slow.',
        check: { say: 'Azure’s status page for the region.' },
        fix: { say: 'Try again.' },
      },
      {
        id: 'dropped-packets',
        cause: 'The route to a private endpoint drops packets.',
        check: SHOW_ACCOUNT,
        fix: PRIVATE_DNS,
      },
    ],
    source: 'none',
    confidence: 'inferred',
  },
  {
    id: 'azure-unreachable',
    title: 'No connection to the Azure OpenAI host',
    seenAs: ['getaddrinfo ENOTFOUND <resource>.openai.azure.com', 'ECONNREFUSED', 'SELF_SIGNED_CERT_IN_CHAIN'],
    code: 'upstream_error',
    patterns: [{ kind: 'unreachable' }],
    causes: [
      {
        id: 'no-such-host',
        cause: 'The host does not exist, because the resource’s name in it is wrong.',
        check: { run: 'nslookup $SUBDOMAIN.openai.azure.com' },
        fix: {
          say: 'Correct realtime:endpoint.',
          withTargets: { say: 'Correct the endpoint of that target in realtime:targets.' },
          ownCode: { say: 'Correct the address in your code.' },
        },
      },
      {
        id: 'network',
        cause: 'The network that the request comes from does not resolve or reach it.',
        check: SHOW_ACCOUNT,
        fix: PRIVATE_DNS,
      },
      {
        id: 'certificate',
        cause:
          'The client does not trust its certificate. Something on the way opens TLS, or the name leads to another host.',
        check: {
          run: 'curl -v https://$SUBDOMAIN.openai.azure.com/',
          say: 'Run it where the request comes from. Who issued the certificate, and what is wrong with it?',
        },
        fix: { say: 'Let whoever asks reach the resource without it, or correct the DNS record.' },
      },
    ],
    source: 'none',
    confidence: 'inferred',
  },
  {
    id: 'azure-interrupted',
    title: 'The connection broke before Azure OpenAI’s answer was complete',
    seenAs: ['ECONNRESET, or an answer that breaks off'],
    code: 'upstream_error',
    patterns: [{ kind: 'interrupted' }],
    causes: [
      {
        id: 'closed',
        cause:
          'The service or something on the way closed it. Azure may have made a secret or begun a call, so an automatic retry could make a second one.',
        check: { say: 'Does it happen again?' },
        fix: { say: 'Try again.' },
      },
    ],
    source: 'none',
    confidence: 'inferred',
  },
  {
    id: 'answer-invalid',
    title: 'Azure OpenAI’s answer is not a client secret',
    seenAs: ['A success from client_secrets without a usable value or expires_at'],
    code: 'upstream_invalid_response',
    patterns: [{ kind: 'invalid' }],
    causes: [
      ANSWERED_BY_ANOTHER,
      {
        id: 'api-changed',
        cause: 'The API has changed.',
        check: {
          say: 'upstreamStatus in the log line: is it 200 each time?',
          ownCode: { say: 'The answer’s status: is it 200 each time?' },
        },
        fix: REPORT_IT,
      },
    ],
    source: 'none',
    confidence: 'inferred',
  },
];
