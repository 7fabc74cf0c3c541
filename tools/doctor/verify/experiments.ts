/** Every experiment, in the order in which they are made: those that only look at the answers of others come last. */
import { ANSWER_EXPERIMENTS } from './answer-experiments.ts';
import { CALL_EXPERIMENTS } from './call-experiments.ts';
import { END_EXPERIMENTS } from './end-experiments.ts';
import type { Experiment } from './experiment.ts';
import { LIVE_EXPERIMENTS } from './live-experiments.ts';
import { MINT_EXPERIMENTS } from './mint-experiments.ts';

export const EXPERIMENTS: readonly Experiment[] = [
  ...MINT_EXPERIMENTS,
  ...CALL_EXPERIMENTS,
  ...END_EXPERIMENTS,
  ...LIVE_EXPERIMENTS,
  ...ANSWER_EXPERIMENTS,
];

/** Those of GPT-Live only where the account has a deployment of it. */
export function experimentsFor(hasLive: boolean): readonly Experiment[] {
  return hasLive ? EXPERIMENTS : EXPERIMENTS.filter((experiment) => !LIVE_EXPERIMENTS.includes(experiment));
}
