/** Which tones a stream holds, in order: the loudest frequency of each moment. */

export interface Ears {
  /** Hertz, each tone once for as long as it lasts; 0 is silence after a tone. */
  readonly heard: readonly number[];
  stop(): void;
}

const FFT_SIZE = 2_048;
/** Decibels. Tones are at -20 to -50, comfort noise and what codecs leave behind below -75. */
const AUDIBLE = -60;
const LOOK_EVERY_MS = 10;
/** Longer than the gaps within a pattern. */
const SILENCE_MS = 100;
/** Finer than tones differ, coarser than a bin of the transform. */
const STEP_HERTZ = 100;

export function listen(stream: MediaStream): Ears {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: FFT_SIZE, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(stream).connect(analyser);
  const levels = new Float32Array(analyser.frequencyBinCount);
  const heard: number[] = [];
  let before: number | undefined;
  let audibleAt = 0;

  function look(): void {
    analyser.getFloatFrequencyData(levels);
    const loudest = levels.reduce((best, level, index) => (level > (levels[best] ?? -Infinity) ? index : best), 0);
    const isAudible = (levels[loudest] ?? -Infinity) > AUDIBLE;
    const tone = Math.round((loudest * context.sampleRate) / FFT_SIZE / STEP_HERTZ) * STEP_HERTZ;
    if (isAudible) audibleAt = performance.now();
    const isSilent = !isAudible && heard.length > 0 && performance.now() - audibleAt > SILENCE_MS;
    // Where one tone becomes another there is for a moment what neither is.
    const now = isSilent ? 0 : isAudible && tone === before ? tone : undefined;
    if (now !== undefined && now !== heard.at(-1)) heard.push(now);
    before = isAudible ? tone : undefined;
  }
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    heard,
    stop() {
      clearInterval(timer);
      // A browser has only so many.
      void context.close();
    },
  };
}
