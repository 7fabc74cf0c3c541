/** The contract of the emulated Azure: what starts it, and what whoever started it can do with it. */

import type { Handler } from '../kit/reply.ts';
import type { AllSwitches } from './all-switches.ts';
import type { EmulatedSettings } from './app-configuration/emulated-settings.ts';
import type { CertificatePair } from './foundation/certificate.ts';
import type { LoggedRequest, RequestLog, ServiceName } from './foundation/request-log.ts';
import type { KeyPair } from './foundation/signing-key.ts';
import type { EnvelopeLog } from './ingestion/envelope-log.ts';
import type { CallerClaimOverrides } from './issuer/caller-token.ts';
import type { OpenCalls } from './openai/calls/call-registry.ts';
import type { RegionalAccount } from './openai/regional-account.ts';
import type { Subscription } from './subscription/subscription.ts';

export interface AzureOptions {
  /** 0, and each that is absent, takes any free port. */
  readonly ports?: Partial<Readonly<Record<ServiceName | 'storage', number>>>;
  /** Of each a further Azure OpenAI account, with switches of its own; the first is in swedencentral. */
  readonly regions?: readonly string[];
  /** Table storage by Azurite, which takes more than a second to start. Without it quotas are off by default. */
  readonly storage?: boolean;
  /** Added to the default settings, or instead of them; keys without label. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Gives the app a connection string, so that it sends telemetry; off by default. */
  readonly telemetry?: boolean;
  /** Whose pages may get a caller's token of the control service, and nothing else of it. */
  readonly callerOrigins?: readonly string[];
  /** Lets a backend speak for its users, which infrastructure does not. */
  readonly onBehalf?: boolean;
  /** Where each key that signs tokens comes from; made anew by default. */
  readonly keyPair?: () => KeyPair;
  /** Of the services that speak TLS; made anew by default. */
  readonly certificatePair?: () => CertificatePair | Promise<CertificatePair>;
  /** Sees each request once it is answered. */
  readonly onRequest?: (request: LoggedRequest) => void;
}

export interface EmulatedAzure {
  readonly urls: {
    /** Origin. */
    readonly identity: string;
    /** The OIDC issuer identifier, https. */
    readonly issuer: string;
    /** Origin, https. */
    readonly appConfiguration: string;
    /** Origin, http: what the setting `realtime:endpoint` holds. */
    readonly openai: string;
    /** Origin. */
    readonly control: string;
    /** Of the table service; absent where it was not asked for. */
    readonly storage?: string;
    /** Origin, https. */
    readonly ingestion: string;
    /** Origin of Resource Manager, https. */
    readonly arm: string;
  };
  /** What a function host's child process needs to find this Azure and nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the doctor's process needs besides: the emulated `az` in front of `PATH`, and the certificate. */
  readonly operatorEnvironment: Readonly<Record<string, string>>;
  readonly certificate: { readonly pem: string; readonly path: string };
  /** What the control service answers with, for a server of another origin that offers it too, behind the same guard. */
  readonly control: Handler;
  readonly switches: AllSwitches;
  readonly requests: RequestLog;
  readonly settings: EmulatedSettings;
  /** What is deployed: Resource Manager and the mint both answer by it. */
  readonly subscription: Subscription;
  /** What ingestion has accepted. */
  readonly envelopes: EnvelopeLog;
  /** The account's key; production code has no use for it. */
  readonly apiKey: string;
  /** The voice calls that are open now at the first account. */
  readonly calls: OpenCalls;
  /** The accounts of `AzureOptions.regions`, in that order. */
  readonly elsewhere: readonly RegionalAccount[];
  /** A good token of a caller; each claim and header member can be overridden, `undefined` removes it. */
  callerToken(claims?: CallerClaimOverrides, header?: Readonly<Record<string, unknown>>): Promise<string>;
  /** A new signing key; from now on the key set holds it and not the old one. */
  rotateIssuerKeys(): void;
  /** Ends every connection and removes the certificate's file; nothing stays open. */
  stop(): Promise<void>;
}
