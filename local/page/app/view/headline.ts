/** What the page says at the top: one sentence about now, and one about what to do. */
import { type CallState, troubledStage } from '../call/call-state.ts';
import type { StageId } from '../call/stage.ts';
import { type ExplanationContext, explain } from '../explain.ts';
import type { PageState } from '../page/page-state.ts';
import { formatDuration } from './duration.ts';
import { STAGE_TEXTS } from './stage-texts.ts';

export interface Headline {
  readonly headline: string;
  readonly lead: string;
  readonly tone: 'calm' | 'live' | 'bad';
  /** Where more is said. */
  readonly stage?: StageId;
}

/** What the sentences depend on. */
type Shown = Pick<PageState, 'call' | 'target' | 'isFixed'>;

export function describeCall({ call, target, isFixed }: Shown, context: ExplanationContext): Headline {
  const trouble = describeTrouble(call, context);
  switch (call.phase) {
    case 'idle':
      return {
        headline: isFixed ? 'Fixed. Press Talk' : 'Press Talk and say something',
        lead:
          target === 'local'
            ? 'You hear your own voice: this machine’s Azure plays it back. Every step shows below.'
            : 'The call goes to the endpoint above. Every step of it shows below.',
        tone: 'calm',
      };
    case 'connecting':
      return { headline: 'Connecting', lead: 'Your browser may ask for the microphone.', tone: 'live' };
    case 'live':
      return { headline: 'Connected. Say something', tone: 'live', ...(trouble ?? { lead: liveLead(call) }) };
    case 'ended':
      return {
        headline: 'The call is over',
        lead: `It took ${formatDuration(call.endedAtMs ?? 0)}. Press Talk for another one.`,
        tone: 'calm',
        // What else went wrong was told while the call was on.
        ...(trouble?.stage === 'hang-up' && trouble),
      };
    case 'failed': {
      const name = trouble ? STAGE_TEXTS[trouble.stage].name : 'the call';
      return { headline: `Failed at: ${name}`, tone: 'bad', ...(trouble ?? { lead: '' }) };
    }
  }
}

function describeTrouble(
  call: CallState,
  context: ExplanationContext,
): (Pick<Headline, 'lead'> & { readonly stage: StageId }) | undefined {
  const stage = troubledStage(call);
  const failure = stage && call.stages[stage].failure;
  return failure && { lead: `${explain(failure, context).title}.`, stage };
}

function liveLead({ conversation }: CallState): string {
  if (conversation.speaker === 'you') return 'Listening.';
  if (conversation.speaker === 'answer') return 'Answering.';
  return 'Stop speaking, and the answer comes.';
}
