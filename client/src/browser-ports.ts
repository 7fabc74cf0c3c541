/** The browser itself behind the ports of a call. */
import type { Ports } from './ports.ts';

export interface BrowserPortsOptions {
  readonly microphone?: (() => Promise<MediaStream>) | undefined;
  readonly audio?: HTMLAudioElement | false | undefined;
}

export function createBrowserPorts({ microphone, audio }: BrowserPortsOptions = {}): Ports {
  return {
    fetch: (url, init) => fetch(url, init),
    // The service’s candidates are public addresses of its own: no STUN server is asked, and none is needed.
    createPeer: () => new RTCPeerConnection(),
    openMicrophone: microphone ?? (() => navigator.mediaDevices.getUserMedia({ audio: true })),
    now: () => Date.now(),
    wait,
    environment: () => ({
      isSecure: globalThis.isSecureContext,
      // The types say that both always exist; browsers without them say otherwise.
      hasMicrophone: microphone !== undefined || 'mediaDevices' in navigator,
      hasWebRtc: 'RTCPeerConnection' in globalThis,
    }),
    play: (stream, signal) => play(stream, audio, signal),
    whenPageGoes: (callback, signal) => addEventListener('pagehide', callback, { signal }),
  };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    if (signal.aborted) done();
    else signal.addEventListener('abort', done);
  });
}

function play(stream: MediaStream, audio: HTMLAudioElement | false | undefined, signal: AbortSignal): () => boolean {
  if (audio === false) return () => true;
  const player = audio ?? new Audio();
  player.autoplay = true;
  player.srcObject = stream;
  signal.addEventListener('abort', () => {
    // The next call may have begun to be heard.
    if (player.srcObject === stream) player.srcObject = null;
  });
  return () => !player.paused;
}
