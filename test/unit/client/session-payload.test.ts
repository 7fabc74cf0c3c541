import { OpenAIRealtimeWebSocket } from '@openai/agents-realtime';
import { withoutDefaults } from '../../../client/src/session-payload.ts';

/** The SDK’s own payload of a configuration, which both of its transports make in the same way. */
const sdk = new OpenAIRealtimeWebSocket();
const sent = (config: Parameters<typeof sdk.buildSessionPayload>[0]) =>
  JSON.parse(JSON.stringify(withoutDefaults({ ...sdk.buildSessionPayload(config) }, { ...config })));

describe('what the Agents SDK sends of its own accord', () => {
  test('does not go out: an agent without instructions changes nothing of the profile', () => {
    expect(sent({ instructions: '', model: 'gpt-realtime-2.1', tools: [], voice: undefined } as never)).toEqual({
      type: 'realtime',
    });
  });

  test('goes out where the page has set it, null included', () => {
    const config = {
      instructions: 'Be kind.',
      voice: 'marin',
      audio: { input: { transcription: null, turnDetection: { type: 'server_vad' } } },
      outputModalities: ['text'],
    };
    expect(sent(config as never)).toEqual({
      type: 'realtime',
      instructions: 'Be kind.',
      output_modalities: ['text'],
      audio: { input: { transcription: null, turn_detection: { type: 'server_vad' } }, output: { voice: 'marin' } },
    });
  });

  test('goes out under its earlier names too', () => {
    expect(sent({ turnDetection: { type: 'semantic_vad' }, speed: 1.2, modalities: ['audio'] } as never)).toEqual({
      type: 'realtime',
      output_modalities: ['audio'],
      audio: { input: { turn_detection: { type: 'semantic_vad' } }, output: { speed: 1.2 } },
    });
  });

  test('goes out where it is no default: the agent’s tools', () => {
    const tool = { type: 'function', name: 'get_weather', description: 'Weather', parameters: {} };
    expect(sent({ tools: [tool] } as never)).toEqual({ type: 'realtime', tools: [tool] });
  });
});
