/** A page whose endpoint is its own backend, and whose token is that of its own session. */
import { createCall } from 'realtime-token-client';
import { talkByButton } from '../shared/talk-by-button.ts';

/** TOY: a page of yours has signed its user in long before. */
async function signIn(): Promise<string> {
  const answer = await fetch('/sign-in', { method: 'POST', body: document.querySelector('select')?.value ?? '' });
  return answer.ok ? answer.text() : '';
}

talkByButton(
  ({ signal, live }) =>
    new Promise((resolve, reject) => {
      const call = createCall({ endpoint: '/api', getToken: signIn });
      call.on('state', ({ phase, error }) => {
        if (phase === 'ended') resolve();
        else if (error) reject(error);
      });
      signal.addEventListener('abort', () => void call.hangUp());
      void call.start().then(({ phase }) => phase === 'live' && live());
    }),
);
