/** A call by one button. The package opens the microphone, plays the answer, and hangs up when the page goes. */
import { createCall, explain } from 'realtime-token-client';

const button = document.querySelector('button');
const status = document.querySelector('[role=status]');
const help = document.querySelector('ul');
if (!button || !status || !help) throw new Error('index.html lacks an element.');

// `npm start` prints these lines. In a page of yours, getToken gives the access token of your sign-in library.
const getToken = async () => (await fetch('http://127.0.0.1:7084/caller-token', { method: 'POST' })).text();
const call = createCall({ endpoint: 'http://localhost:7071/api', getToken });

const TEXTS = {
  idle: 'Press Talk, then say something.',
  connecting: 'Connecting…',
  live: 'Say something.',
  ended: 'The call has ended.',
  failed: 'The call has failed.',
};

button.onclick = () => (isOn() ? call.hangUp() : call.start());

call.on('state', ({ phase, error }) => {
  button.textContent = isOn() ? 'Hang up' : 'Talk';
  status.textContent = error?.message ?? TEXTS[phase];
  help.replaceChildren();
  if (error) void showCauses(error);
});
// Something is wrong in a call that goes on, or is over.
call.on('trouble', (error) => void showCauses(error));

function isOn() {
  return call.state.phase === 'connecting' || call.state.phase === 'live';
}

/** @param {import('realtime-token-client').CallError} error */
async function showCauses(error) {
  const asked = call.state;
  const { title, causes } = await explain(error);
  if (call.state === asked) help?.replaceChildren(...[title, ...causes.map(({ cause }) => cause)].map(toItem));
}

/** @param {string} text */
function toItem(text) {
  const item = document.createElement('li');
  item.textContent = text;
  return item;
}
