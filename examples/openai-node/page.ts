/** openai-node’s WebRTC helper: the package answers its offer, and hangs up at the endpoint when the page goes. */
import { OpenAIRealtimeWebRTC } from 'openai/realtime/webrtc';
import { exchangeSdp, type PlacedCall } from 'realtime-token-client';
import { talkByButton } from '../shared/talk-by-button.ts';

// `npm start` prints these lines. In a page of yours, getToken gives the access token of your sign-in library.
const getToken = async () => (await fetch('http://127.0.0.1:7084/caller-token', { method: 'POST' })).text();
const endpoint = 'http://localhost:7071/api';

talkByButton(async ({ signal, live }) => {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const realtime = new OpenAIRealtimeWebRTC();
  const sound = new Audio();
  sound.autoplay = true;
  realtime.peerConnection.addEventListener('track', ({ streams: [answer = null] }) => {
    sound.srcObject = answer;
  });
  for (const track of microphone.getTracks()) realtime.peerConnection.addTrack(track, microphone);

  const over = new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => resolve());
    realtime.onConnectionEvent((event) => {
      if (event.type === 'error' && event.fatal) reject(event.error);
      else if (event.type === 'closed') resolve();
    });
  });
  let hangUp: PlacedCall['hangUp'] = async () => undefined;
  const onCall = (call: PlacedCall) => {
    hangUp = call.hangUp;
  };
  try {
    await realtime.connect({ signal, exchangeSdp: exchangeSdp({ endpoint, getToken, onCall }) });
    live();
    await over;
  } finally {
    await hangUp();
    realtime.close();
    for (const track of microphone.getTracks()) track.stop();
  }
});
