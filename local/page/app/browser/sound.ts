/** Plays the answer and measures both directions. It ends with the call; nothing is recorded. */
import type { CallPorts } from '../call/ports.ts';

export interface Sound {
  readonly listen: CallPorts['listen'];
  /** Loudness now, 0 to 1. */
  level(who: 'you' | 'answer'): number;
}

/** Samples that one look covers: 21 ms at 48 kHz. */
const WINDOW = 1_024;
/** -60 dB is silence to a person, 0 dB the loudest there is. */
const QUIETEST_DB = -60;

export function createSound(): Sound {
  const player = new Audio();
  player.autoplay = true;
  // Made at the first call: without a person's gesture a browser gives none that runs.
  let context: AudioContext | undefined;
  const analysers = new Map<'you' | 'answer', AnalyserNode>();
  const samples = new Float32Array(WINDOW);
  return {
    listen(who, stream, signal) {
      const isPlaying = () => !player.paused;
      if (signal.aborted) return isPlaying;
      context ??= new AudioContext();
      void context.resume();
      const analyser = new AnalyserNode(context, { fftSize: WINDOW });
      const source = context.createMediaStreamSource(stream);
      source.connect(analyser);
      analysers.set(who, analyser);
      if (who === 'answer') player.srcObject = stream;
      signal.addEventListener('abort', () => {
        source.disconnect();
        // The next call may have begun to be heard.
        if (analysers.get(who) === analyser) analysers.delete(who);
        if (player.srcObject === stream) player.srcObject = null;
        if (analysers.size === 0) void context?.suspend();
      });
      return isPlaying;
    },
    level(who) {
      const analyser = analysers.get(who);
      if (!analyser) return 0;
      analyser.getFloatTimeDomainData(samples);
      return toLoudness(samples);
    },
  };
}

function toLoudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const db = power === 0 ? QUIETEST_DB : 10 * Math.log10(power);
  return Math.min(1, Math.max(0, 1 - db / QUIETEST_DB));
}
