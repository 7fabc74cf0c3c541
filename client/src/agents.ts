/**
 * The entry `realtime-token-client/agents`: a transport for `@openai/agents-realtime`.
 *
 * @packageDocumentation
 */
import type { OpenAIRealtimeWebRTC } from '@openai/agents-realtime';
import { createBrowserPorts } from './browser-ports.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { hangUpAtEndpoint } from './hang-up.ts';
import { mintSecret } from './mint-secret.ts';
import { withoutDefaults } from './session-payload.ts';
import { createTokens, type Tokens } from './tokens.ts';

/** What {@link createTransport} takes: without `variables`, for which the SDK’s request has no room on the relay’s way. */
export interface AgentsTransportOptions extends Omit<EndpointOptions, 'variables'> {
  /** Without it the SDK opens the microphone itself. */
  readonly mediaStream?: MediaStream;
  readonly audioElement?: HTMLAudioElement;
}

/** The SDK’s own transport, and the id of its last call, which the SDK forgets at the end. */
export type AgentsTransport = OpenAIRealtimeWebRTC & { readonly lastCallId: string | undefined };

type Constructor = typeof OpenAIRealtimeWebRTC;
type ConnectOptions = Parameters<OpenAIRealtimeWebRTC['connect']>[0];
type Payload = ReturnType<OpenAIRealtimeWebRTC['buildSessionPayload']>;

/**
 * Makes a transport that asks the endpoint for calls and leaves the profile as the operator wrote it.
 *
 * The SDK’s defaults for instructions, model, transcription, turn detection, noise reduction, formats, speed and tracing
 * do not go out; what the page sets itself does. `close()`, and a page that goes, hang up at the endpoint too.
 *
 * @param Base `OpenAIRealtimeWebRTC` of the SDK, so that this package depends on no version of it.
 *
 * @example
 * import { OpenAIRealtimeWebRTC, RealtimeAgent, RealtimeSession } from '@openai/agents-realtime';
 *
 * const transport = createTransport(OpenAIRealtimeWebRTC, { endpoint, getToken });
 * const session = new RealtimeSession(new RealtimeAgent({ name: 'Assistant' }), { transport });
 * // The transport has the token; the SDK insists on the member.
 * await session.connect({ apiKey: '' });
 */
export function createTransport(Base: Constructor, options: AgentsTransportOptions): AgentsTransport {
  const { endpoint, profile, way = 'relay', mediaStream, audioElement } = options;
  const ports = createBrowserPorts();
  const { signal } = new AbortController();

  async function credentials(tokens: Tokens): Promise<Pick<ConnectOptions, 'apiKey' | 'url'>> {
    if (way === 'direct') {
      const minted = await mintSecret({ ports, options, tokens, signal });
      if (!minted.ok) throw minted.error;
      return { apiKey: minted.value.secret, url: minted.value.url };
    }
    const token = await tokens.get();
    if (!token.ok) throw token.error;
    const query = profile === undefined ? '' : `?profile=${encodeURIComponent(profile)}`;
    return { apiKey: token.value, url: `${endpoint}/realtime/calls${query}` };
  }

  class EndpointTransport extends Base {
    lastCallId: string | undefined;
    #tokens: Tokens | undefined;
    #over = new AbortController();

    override async connect(given: ConnectOptions): Promise<void> {
      this.#tokens = createTokens(ports, options);
      this.#over = new AbortController();
      ports.whenPageGoes(() => this.close(), this.#over.signal);
      await super.connect({ ...given, ...(await credentials(this.#tokens)) });
      this.lastCallId = this.callId;
    }

    override buildSessionPayload(config: Parameters<OpenAIRealtimeWebRTC['buildSessionPayload']>[0]): Payload {
      return withoutDefaults({ ...super.buildSessionPayload(config) }, { ...config }) as Payload;
    }

    /** Tracing is a matter of OpenAI’s own platform; other services refuse the member. */
    override sendEvent(event: Parameters<OpenAIRealtimeWebRTC['sendEvent']>[0]): void {
      if (event.type === 'session.update' && 'tracing' in Object(event['session'])) return;
      super.sendEvent(event);
    }

    override close(): void {
      // Before the line is closed: then the endpoint can be sure that the call has ended.
      if (way === 'relay' && this.callId !== undefined && this.#tokens) {
        void hangUpAtEndpoint(ports, { endpoint, callId: this.callId }, this.#tokens, true);
      }
      this.#over.abort();
      super.close();
    }
  }
  return new EndpointTransport({
    // Only the test that a key begins with ek_ is skipped: the token is the caller’s own, and goes to the endpoint.
    useInsecureApiKey: way === 'relay',
    ...(mediaStream ? { mediaStream } : {}),
    ...(audioElement ? { audioElement } : {}),
  });
}
