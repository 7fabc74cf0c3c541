/** What the page says at the top: one sentence about now, and one about what to do. */
import { type CallState, troubledStage } from '../call/call-state.ts';
import type { StageId } from '../call/stage.ts';
import { formatDuration } from '../duration.ts';
import { type ExplanationContext, explain } from '../explain.ts';
import type { PageState } from '../page/page-state.ts';
import { STAGE_TEXTS } from './stage-texts.ts';

export interface Headline {
  readonly headline: string;
  readonly lead: string;
  readonly tone: 'calm' | 'live' | 'good' | 'bad';
  /** Where more is said. */
  readonly stage?: StageId;
}

interface Trouble {
  readonly title: string;
  readonly stage: StageId;
}

export function describeNow(state: PageState, context: ExplanationContext): Headline {
  const { call } = state;
  const trouble = findTrouble(call, context);
  switch (call.phase) {
    case 'idle':
      return describeIdle(state);
    case 'connecting':
      return { headline: 'Connecting', lead: 'Your browser may ask for the microphone.', tone: 'live' };
    case 'live':
      return trouble
        ? { headline: trouble.title, lead: 'The call goes on.', tone: 'bad', stage: trouble.stage }
        : { headline: 'Connected. Say something', lead: liveLead(call), tone: 'live' };
    case 'ended':
      return {
        headline: 'The call is over',
        lead: `It took ${formatDuration(call.endedAtMs ?? 0)}. ${usedOf(call)}Press Talk for another one.`,
        tone: 'calm',
        // What else went wrong was told while the call was on.
        ...(trouble?.stage === 'hang-up' && toLead(trouble)),
      };
    case 'failed': {
      const name = trouble ? STAGE_TEXTS[trouble.stage].name : 'the call';
      return { headline: `Failed at: ${name}`, tone: 'bad', ...(trouble ? toLead(trouble) : { lead: '' }) };
    }
  }
}

function describeIdle({ refusal, isFixed, target }: PageState): Headline {
  if (refusal) return { headline: 'Nothing was sent', lead: refusal.text, tone: 'bad' };
  if (isFixed) return { headline: 'Fixed. Press Talk', lead: 'Nothing is broken any more.', tone: 'good' };
  return {
    headline: 'Press Talk and say something',
    lead:
      target === 'local'
        ? 'You will hear your own voice: an emulated Azure plays it back.'
        : 'The call goes to the endpoint above. Each step of it shows below.',
    tone: 'calm',
  };
}

function findTrouble(call: CallState, context: ExplanationContext): Trouble | undefined {
  const stage = troubledStage(call);
  const failure = stage && call.stages[stage].failure;
  return failure && { title: explain(failure, context).title, stage };
}

function toLead({ title, stage }: Trouble): Pick<Headline, 'lead' | 'stage'> {
  return { lead: `${title}.`, stage };
}

/** Of a Live session, which costs by the second. */
function usedOf({ usage }: CallState): string {
  return usage?.isFinal === true ? `GPT-Live counts ${formatDuration(usage.seconds * 1_000)}. ` : '';
}

function liveLead({ api, conversation }: CallState): string {
  if (api === 'live') return 'It listens all the time, also while it answers.';
  if (conversation.speaker === 'you') return 'Listening.';
  if (conversation.speaker === 'answer') return 'Answering.';
  return 'Stop speaking, and the answer comes.';
}
