/** Each entry of the catalogue that an event leads to: the emulated service says it, and the page reads it. */
import { readServiceFailure } from '../../../../../local/page/app/call/service-failure.ts';
import { recogniseEvent } from '../../../../../src/diagnosis/recognise.ts';
import { aDialogue } from '../../azure/openai/calls/dialogue-bench.ts';
import { EVENT_SYMPTOMS } from './event-symptoms.ts';

test.each(EVENT_SYMPTOMS)('$id comes first for what leads to it', ({ id, session, switches = {}, say = [], turn }) => {
  const dialogue = aDialogue(session);
  for (const [name, value] of Object.entries(switches)) dialogue.switches.set(name, value);
  for (const event of say) dialogue.say(event);
  if (turn === 'spoken') dialogue.speakTurn();
  if (turn === 'written') dialogue.write('Hello.', { output_modalities: ['text'] });
  const failures = dialogue.told.flatMap((event) => readServiceFailure(event) ?? []);
  expect(failures.map((failure) => failure.kind === 'event' && recogniseEvent(failure.event)?.id)).toEqual([id]);
});
