/** What stands between the app and Azure OpenAI: the account's own network rules, and whoever else answers or waits. */
import type { Advice, UpstreamEntry } from './catalogue-entry.ts';
import { ANSWERED_BY_ANOTHER, OPEN_FIREWALL, PRIVATE_DNS, SHOW_ACCOUNT, USE_RELAY } from './fixes.ts';
import { CLIENT_ERRORS, REDIRECTIONS, REFUSED, SERVER_ERRORS } from './statuses.ts';

/** Of the account, whose public access may also be off altogether. */
const NETWORK_RULES =
  /firewall rules|Public (?:network )?access is disabled|approved private endpoint|network security perimeter|network (?:acl|rule)s?\b/i;

const WHO_ANSWERS: Advice = {
  run: 'curl -i https://$SUBDOMAIN.openai.azure.com/openai/v1/realtime/client_secrets',
  say: 'Run it where the request comes from. Who wrote the page, and who the headers server and via? Azure OpenAI’s own answers have an apim-request-id.',
};

/** Before every entry that is known by its status alone: such a status is somebody else's. */
export const NETWORK_ENTRIES: readonly UpstreamEntry[] = [
  {
    id: 'page-network-refused',
    title: 'The account’s network rules refuse the machine that the offer comes from',
    seenAs: ['403 on /realtime/calls, though the mint was answered'],
    code: 'upstream_auth',
    patterns: [
      {
        kind: 'answered',
        operation: 'calls',
        status: [403],
        message: NETWORK_RULES,
      },
    ],
    causes: [
      {
        id: 'chosen-networks',
        cause:
          'The account allows only chosen networks. The machine that minted is in one of them, and this page’s machine is not.',
        check: SHOW_ACCOUNT,
        fix: USE_RELAY,
      },
    ],
    source: 'the messages: Azure-Samples/azure-sql-db-chatbot#3, TabularEditor/TabularEditor3#1557',
    confidence: 'inferred',
  },
  {
    id: 'public-access-disabled',
    title: 'The account has no public access, and its name resolves to the public address',
    seenAs: ['Public access is disabled. Please configure private endpoint.'],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', status: REFUSED, message: /Public (?:network )?access is disabled/i }],
    causes: [
      {
        id: 'public-address',
        cause: 'The machine that asks does not resolve the account’s private endpoint.',
        check: {
          run: 'nslookup $ACC.openai.azure.com',
          say: 'Run it where the request comes from. The address must be private.',
        },
        fix: PRIVATE_DNS,
      },
    ],
    source: 'TabularEditor/TabularEditor3#1557',
    confidence: 'reported',
  },
  {
    id: 'firewall',
    title: 'The account’s firewall refuses the network that the request comes from',
    seenAs: ['Access denied due to Virtual Network/Firewall rules.'],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', status: REFUSED, message: NETWORK_RULES }],
    causes: [
      {
        id: 'network-not-allowed',
        cause: 'The account allows only chosen networks, and the request comes from another one.',
        check: SHOW_ACCOUNT,
        fix: OPEN_FIREWALL,
      },
    ],
    source: 'Azure-Samples/azure-sql-db-chatbot#3',
    confidence: 'reported',
  },
  {
    id: 'azure-timed-out',
    title: 'Azure OpenAI, or a gateway in front of it, answered with a timeout',
    seenAs: ['408 Timeout: The operation was timeout.', '504 Gateway Timeout'],
    code: 'upstream_timeout',
    patterns: [
      { kind: 'answered', status: [408, 504] },
      { kind: 'answered', code: /^(?:(?:gateway|operation|request|upstream)_?)?time(?:d_?)?out$/i },
    ],
    causes: [
      {
        id: 'slow-service',
        cause:
          'The service behind Azure’s gateway was too slow. Azure may have made a secret or begun a call, so an automatic retry could make a second one.',
        check: { say: 'Azure’s status page for the region.' },
        fix: { say: 'Try again.' },
      },
      ANSWERED_BY_ANOTHER,
    ],
    source: 'langgenius/dify-official-plugins#2199; QuantumNous/new-api#1565; RFC 9110 sections 15.5.9 and 15.6.5',
    confidence: 'reported',
  },
  {
    id: 'answered-by-another',
    title: 'Something on the way refused the request, and the answer is not from Azure OpenAI',
    seenAs: [
      '<html><head><title>403 Forbidden</title></head>',
      '407 Proxy Authentication Required',
      '302 to a page of a proxy',
    ],
    code: 'upstream_rejected',
    patterns: [
      { kind: 'answered', status: [...REDIRECTIONS, 407] },
      { kind: 'answered', foreign: true, status: CLIENT_ERRORS },
      { kind: 'answered', code: /^unsupported_country_region_territory$/i },
    ],
    causes: [
      {
        id: 'proxy',
        cause:
          'A proxy, firewall or gateway does not let the request through. The answer has neither Azure’s request id nor its form.',
        check: WHO_ANSWERS,
        fix: { say: 'Let the request reach the resource’s host on port 443 without it, or allow that host there.' },
      },
      {
        id: 'other-host',
        cause: 'The resource’s name leads to another host, such as a web server at the address of a private endpoint.',
        check: { run: 'nslookup $SUBDOMAIN.openai.azure.com', say: 'Run it where the request comes from.' },
        fix: PRIVATE_DNS,
      },
    ],
    source: 'Azure/azure-sdk-for-python#39887; Azure/azure-functions-core-tools#233; RFC 9110 section 15.5.8',
    confidence: 'reported',
  },
  {
    id: 'gateway-failed',
    title: 'Something on the way failed, and the answer is not from Azure OpenAI',
    seenAs: ['<html><head><title>502 Bad Gateway</title></head>', 'Our services aren’t available right now'],
    code: 'upstream_error',
    patterns: [{ kind: 'answered', foreign: true, status: SERVER_ERRORS }],
    causes: [
      {
        id: 'gateway',
        cause:
          'A gateway on the way did not reach Azure OpenAI. If nothing else is on the way, it may be Azure’s own edge.',
        check: WHO_ANSWERS,
        fix: { say: 'Try again. If it lasts, let the request reach the resource without the gateway that answers.' },
      },
    ],
    source: 'none',
    confidence: 'inferred',
  },
];
