/** Before a page’s own script: hears the answer of each call that the page makes, by whatever library. */
import { type Ears, listen } from './ears.ts';

const answers: Ears[] = [];

window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    this.addEventListener('track', ({ streams: [stream] }) => stream && answers.push(listen(stream)));
  }
};

Object.assign(window, { answers });
