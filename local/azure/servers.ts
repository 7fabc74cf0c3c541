/**
 * The servers of the emulated Azure. All listen before any service is made, so that each service is given the addresses
 * of the others as values; a request that comes earlier waits for its service.
 */
import { withoutForeigners } from '../kit/guard.ts';
import { startHttpServer } from '../kit/http-server.ts';
import type { Handler } from '../kit/reply.ts';
import { withCallerPages } from './control/caller-pages.ts';
import type { AzureOptions } from './emulated-azure.ts';
import type { Certificate } from './foundation/certificate.ts';
import { followDownSwitch, type NetworkSwitches, withNetworkTrouble } from './foundation/network-trouble.ts';
import type { RequestRecorder, ServiceName } from './foundation/request-log.ts';

/** A port that is held, and in time a service behind it. */
export interface Opened {
  readonly origin: string;
  serve(handle: Handler): void;
}

export interface ServersOptions {
  readonly azure: AzureOptions;
  readonly certificate: Certificate;
  readonly requests: RequestRecorder;
  /** Is given how each server that listens is stopped. */
  readonly ends: (() => Promise<void>)[];
}

/** @throws {PortTakenError} naming the port; whoever catches it stops those in `ends`. */
export type OpenServer = (service: ServiceName, switches: NetworkSwitches, port?: number) => Promise<Opened>;

interface Listening {
  readonly scheme: 'http' | 'https';
  /** `localhost` only where a host name is expected; the address needs no resolver. */
  readonly host: 'localhost' | '127.0.0.1';
  /** Who may ask: at Azure pages of any origin too, this machine’s command lines, or those and some pages. */
  readonly asks: 'everybody' | 'no page' | 'callers’ pages';
  readonly hasWebSockets?: true;
}

const LISTENING: Readonly<Record<ServiceName, Listening>> = {
  identity: { scheme: 'http', host: '127.0.0.1', asks: 'no page' },
  issuer: { scheme: 'https', host: 'localhost', asks: 'everybody' },
  appConfiguration: { scheme: 'https', host: '127.0.0.1', asks: 'no page' },
  openai: { scheme: 'http', host: '127.0.0.1', asks: 'everybody', hasWebSockets: true },
  elsewhere: { scheme: 'http', host: '127.0.0.1', asks: 'everybody', hasWebSockets: true },
  ingestion: { scheme: 'https', host: '127.0.0.1', asks: 'no page' },
  arm: { scheme: 'https', host: '127.0.0.1', asks: 'no page' },
  control: { scheme: 'http', host: '127.0.0.1', asks: 'callers’ pages' },
};

export function createServers({ azure, certificate, requests, ends }: ServersOptions): OpenServer {
  function guard({ asks }: Listening, handle: Handler): Handler {
    switch (asks) {
      case 'everybody':
        return handle;
      case 'no page':
        return withoutForeigners(handle);
      case 'callers’ pages':
        return withCallerPages(azure.callerOrigins ?? [], handle);
    }
  }

  return async (service, switches, port = azure.ports?.[service] ?? 0) => {
    const listening = LISTENING[service];
    const { scheme, host, hasWebSockets = false } = listening;
    const made = Promise.withResolvers<Handler>();
    const answer: Handler = async (exchange) => (await made.promise)(exchange);
    const troubled = service === 'elsewhere' ? 'openai' : service;
    // What steers is never in trouble.
    const handle = troubled === 'control' ? answer : withNetworkTrouble(troubled, switches, answer);
    const server = await startHttpServer({
      service: `the emulated ${service}`,
      port,
      record: (arrived) => requests.record({ service, ...arrived }),
      hasWebSockets,
      handle: guard(listening, handle),
      ...(scheme === 'https' && { tls: certificate.tls }),
    });
    ends.push(server.stop);
    if (troubled !== 'control') followDownSwitch(troubled, switches, server);
    return { origin: `${scheme}://${host}:${server.port}`, serve: made.resolve };
  };
}
