/** The browser itself behind the ports of a call. */
import type { CallPorts } from '../call/ports.ts';

export function createBrowserPorts(listen: CallPorts['listen']): CallPorts {
  return {
    fetch: (url, init) => fetch(url, init),
    // Azure's candidates are public addresses of its own: no STUN server is asked, and none is needed.
    createPeer: () => new RTCPeerConnection({ iceServers: [] }),
    openMicrophone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
    now: () => performance.now(),
    wallClock: () => new Date(),
    wait,
    environment: () => ({
      isSecure: window.isSecureContext,
      // Lib types say that they always exist; browsers without them say otherwise.
      hasMicrophone: 'mediaDevices' in navigator,
      hasWebRtc: 'RTCPeerConnection' in window,
    }),
    listen,
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
