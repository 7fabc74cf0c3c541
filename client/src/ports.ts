/** What a call needs of the browser. A test passes its own, and so does a page that shows each step. */
export interface Ports {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly createPeer: () => RTCPeerConnection;
  readonly openMicrophone: () => Promise<MediaStream>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves, and never rejects, after so long or when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly environment: () => Environment;
  /** Makes the answer audible until the signal aborts; gives whether it plays. */
  readonly play: (stream: MediaStream, signal: AbortSignal) => () => boolean;
  /** Calls back when the page goes. */
  readonly whenPageGoes: (callback: () => void, signal: AbortSignal) => void;
}

export interface Environment {
  /** A microphone is given to secure contexts only: https, and this machine. */
  readonly isSecure: boolean;
  readonly hasMicrophone: boolean;
  readonly hasWebRtc: boolean;
}
