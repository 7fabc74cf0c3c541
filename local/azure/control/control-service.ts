/**
 * The switches, settings, requests and tokens of the emulated Azure over plain HTTP, for a shell and other processes.
 * The guard in front of it decides who may ask. No GET changes anything, and a POST needs a preflight.
 */

import * as z from 'zod';
import { parseJson } from '../../../src/lib/json.ts';
import { withPreflight } from '../../kit/guard.ts';
import { type Answer, answer, type Handler, type HttpExchange, json, text } from '../../kit/reply.ts';
import { createRouter } from '../../kit/router.ts';
import { type SwitchBoard, SwitchError } from '../../kit/switches.ts';
import { type EmulatedSettings, MAX_SETTING_CHARACTERS } from '../app-configuration/emulated-settings.ts';
import type { Az } from '../cli/az.ts';
import { type RequestLog, SERVICE_NAMES } from '../foundation/request-log.ts';
import type { EnvelopeLog } from '../ingestion/envelope-log.ts';
import type { CallerClaimOverrides } from '../issuer/caller-token.ts';
import type { OpenCalls } from '../openai/calls/call-registry.ts';
import { createListing, type ListedRoute } from './listing.ts';

export interface ControlServiceOptions {
  readonly switches: SwitchBoard;
  readonly requests: RequestLog;
  readonly settings: EmulatedSettings;
  readonly envelopes: EnvelopeLog;
  readonly calls: OpenCalls;
  readonly az: Az;
  /** For a shell: puts the emulated `az` into its `PATH`. */
  readonly operatorSetup: string;
  /** Of the services that speak TLS. */
  readonly certificatePem: string;
  readonly callerToken: (claims: CallerClaimOverrides) => Promise<string>;
  readonly rotateIssuerKeys: () => void;
  readonly startAfresh: () => void;
}

const switchValue = z.union([z.string(), z.number(), z.boolean()]);
const switchSetting = z.union([switchValue, z.strictObject({ value: switchValue, times: z.number() })]);
const claimsBody = z.record(z.string(), z.unknown());
const serviceName = z.enum(SERVICE_NAMES);

export function createControlService(options: ControlServiceOptions): Handler {
  const { switches, requests, settings, envelopes } = options;
  const routes: readonly ListedRoute[] = [
    {
      method: 'GET',
      path: '/',
      does: 'this text',
      handle: () => text(200, createListing(routes, switches.list())),
    },
    {
      method: 'DELETE',
      path: '/',
      does: 'switches, settings and what az has changed, all as at start',
      handle() {
        options.startAfresh();
        return noContent();
      },
    },
    { method: 'GET', path: '/switches', does: 'every switch, as JSON', handle: () => json(200, switches.list()) },
    {
      method: 'PUT',
      path: '/switches/:name',
      does: 'a value as JSON, or {"value": …, "times": N} for the next N requests',
      handle: (exchange, { name = '' }) => putSwitch(switches, exchange, name),
    },
    {
      method: 'DELETE',
      path: '/switches',
      does: 'every switch as at start; settings, and what az has changed, stay',
      handle() {
        switches.reset();
        return noContent();
      },
    },
    {
      method: 'POST',
      path: '/caller-token',
      does: 'a caller’s token as text; an optional JSON body overrides claims (null stays null)',
      async handle({ body }) {
        const claims = claimsBody.safeParse(body.length === 0 ? {} : parseJson(body.toString()));
        if (!claims.success) return badRequest('The body is not a JSON object of claims.');
        return text(200, await options.callerToken(claims.data));
      },
    },
    {
      method: 'GET',
      path: '/requests',
      does: 'what reached the services; ?service=openai for one of them',
      handle: ({ url }) => listRequests(requests, url.searchParams.get('service')),
    },
    {
      method: 'DELETE',
      path: '/requests',
      does: 'forget them',
      handle() {
        requests.clear();
        return noContent();
      },
    },
    { method: 'GET', path: '/telemetry', does: 'what ingestion accepted', handle: () => json(200, envelopes.list()) },
    {
      method: 'DELETE',
      path: '/telemetry',
      does: 'forget it',
      handle() {
        envelopes.clear();
        return noContent();
      },
    },
    ...createSettingRoutes(settings),
    { method: 'GET', path: '/calls', does: 'the open voice calls', handle: () => json(200, options.calls.list()) },
    {
      method: 'GET',
      path: '/calls/ended',
      does: 'those that have ended, when and by what',
      handle: () => json(200, options.calls.ended()),
    },
    {
      method: 'DELETE',
      path: '/calls/:id',
      does: 'hang one up',
      async handle(_exchange, { id = '' }) {
        return (await options.calls.hangUp(id)) ? noContent() : json(404, { error: 'There is no such call.' });
      },
    },
    {
      method: 'GET',
      path: '/operator',
      does: 'for a shell to evaluate: the az of this machine, signed in, and its certificate',
      handle: () => text(200, options.operatorSetup),
    },
    {
      method: 'GET',
      path: '/certificate',
      does: 'the one of the services that speak TLS, as PEM',
      handle: () => text(200, options.certificatePem),
    },
    {
      method: 'POST',
      path: '/az',
      does: 'arguments of the Azure CLI, each with a NUL after it; what it prints',
      handle: withPreflight(async ({ body }) => {
        const { ok, text: printed } = await options.az(body.toString('utf8').split('\0').slice(0, -1));
        return text(ok ? 200 : 400, printed);
      }),
    },
    {
      method: 'POST',
      path: '/issuer/rotate',
      does: 'a new signing key; tokens of the old one are no longer good',
      handle: withPreflight(() => {
        options.rotateIssuerKeys();
        return noContent();
      }),
    },
  ];
  return createRouter(routes);
}

function createSettingRoutes(settings: EmulatedSettings): readonly ListedRoute[] {
  const path = '/settings/:key';
  const labelOf = ({ url }: HttpExchange) => url.searchParams.get('label') ?? undefined;
  const missing = () => json(404, { error: 'There is no such setting.' });
  return [
    {
      method: 'GET',
      path,
      does: 'a setting of App Configuration as text; ?label= for a labelled one',
      handle(exchange, { key = '' }) {
        const value = settings.get(key, labelOf(exchange));
        return value === undefined ? missing() : text(200, value);
      },
    },
    {
      method: 'PUT',
      path,
      does: 'set it to the body',
      handle(exchange, { key = '' }) {
        const value = exchange.body.toString('utf8');
        if (key.length + value.length > MAX_SETTING_CHARACTERS) {
          return badRequest(`A setting ends at ${MAX_SETTING_CHARACTERS} characters, key included.`);
        }
        settings.set(key, value, labelOf(exchange));
        return noContent();
      },
    },
    {
      method: 'DELETE',
      path,
      does: 'remove it',
      handle: (exchange, { key = '' }) => (settings.delete(key, labelOf(exchange)) ? noContent() : missing()),
    },
  ];
}

function putSwitch(switches: SwitchBoard, { body }: HttpExchange, name: string): Answer {
  const setting = switchSetting.safeParse(parseJson(body.toString()));
  if (!setting.success) return badRequest('The body is a JSON value, such as "on" or 3, or {"value": …, "times": N}.');
  try {
    switches.set(name, setting.data);
    return json(
      200,
      switches.list().find((row) => row.name === name),
    );
  } catch (error) {
    if (error instanceof SwitchError) return badRequest(error.message);
    throw error;
  }
}

function listRequests(requests: RequestLog, service: string | null): Answer {
  if (service === null) return json(200, requests.list());
  const known = serviceName.safeParse(service);
  return known.success
    ? json(200, requests.list(known.data))
    : badRequest(`service is one of ${SERVICE_NAMES.join(', ')}.`);
}

function badRequest(error: string): Answer {
  return json(400, { error });
}

function noContent(): Answer {
  return answer(204, '', {});
}
