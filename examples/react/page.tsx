/** A component with a call in it. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { useCall, useExplanation } from './use-call.ts';

// `npm start` prints these lines. In a page of yours, getToken gives the access token of your sign-in library.
const getToken = async () => (await fetch('http://127.0.0.1:7084/caller-token', { method: 'POST' })).text();
const endpoint = 'http://localhost:7071/api';

const TEXTS = {
  idle: 'Press Talk, then say something.',
  connecting: 'Connecting…',
  live: 'Say something.',
  ended: 'The call has ended.',
  failed: 'The call has failed.',
};

function Conversation() {
  const { phase, error, start, hangUp } = useCall({ endpoint, getToken });
  const explanation = useExplanation(error);
  const isOn = phase === 'connecting' || phase === 'live';
  return (
    <main>
      <h1>A voice call in React</h1>
      <button type="button" onClick={isOn ? hangUp : start}>
        {isOn ? 'Hang up' : 'Talk'}
      </button>
      <p role="status">{error?.message ?? TEXTS[phase]}</p>
      {explanation && (
        <>
          <h2>{explanation.title}</h2>
          <ul>
            {explanation.causes.map(({ id, cause }) => (
              <li key={id}>{cause}</li>
            ))}
          </ul>
        </>
      )}
    </main>
  );
}

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <Conversation />
  </StrictMode>,
);
