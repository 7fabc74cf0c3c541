/** The Agents SDK with the package’s transport, and a tool that the model may call. */
import { OpenAIRealtimeWebRTC, RealtimeAgent, RealtimeSession, tool } from '@openai/agents-realtime';
import { createTransport } from 'realtime-token-client/agents';
import { z } from 'zod';
import { talkByButton } from '../shared/talk-by-button.ts';

// `npm start` prints these lines. In a page of yours, getToken gives the access token of your sign-in library.
const getToken = async () => (await fetch('http://127.0.0.1:7084/caller-token', { method: 'POST' })).text();
const endpoint = 'http://localhost:7071/api';

const clock = tool({
  name: 'tell_time',
  description: 'The time where the user is',
  parameters: z.object({}),
  execute: () => new Date().toLocaleTimeString('en'),
});
/** Without instructions of its own: those of the endpoint’s profile hold. */
const agent = new RealtimeAgent({ name: 'Assistant', tools: [clock] });

talkByButton(async ({ signal, live }) => {
  const transport = createTransport(OpenAIRealtimeWebRTC, { endpoint, getToken });
  const session = new RealtimeSession(agent, { transport });
  session.on('agent_tool_end', (_context, _agent, { name }, result) => log(`${name}: ${result}`));
  const over = new Promise<void>((resolve) => {
    transport.on('connection_change', (status) => {
      if (status === 'disconnected') resolve();
    });
  });
  // Also while it connects; the transport hangs up at the endpoint.
  signal.addEventListener('abort', () => session.close());
  try {
    // The transport has the token; the SDK insists on the member.
    await session.connect({ apiKey: '' });
    live();
    await over;
  } finally {
    session.close();
  }
});

function log(text: string): void {
  const line = document.createElement('p');
  line.textContent = text;
  document.querySelector('[role=log]')?.append(line);
}
