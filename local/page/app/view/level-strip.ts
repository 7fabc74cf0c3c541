/** How loud one direction is and was, the last seconds of it; and the last words of it below. */
import { el, setText } from './dom.ts';

export interface LevelStrip {
  readonly element: HTMLElement;
  /** Once a frame. `level` is 0 to 1. */
  push(level: number, nowMs: number): void;
  clear(): void;
  setSpeaking(isSpeaking: boolean): void;
  setWords(words: string): void;
}

const COLUMNS = 72;
/** 72 columns are a little less than four seconds. */
const COLUMN_MS = 50;
const WIDTH = COLUMNS * 6;
const HEIGHT = 56;

export function createLevelStrip(who: 'you' | 'answer', label: string, hint: string): LevelStrip {
  const canvas = el('canvas', { width: String(WIDTH), height: String(HEIGHT), 'aria-hidden': 'true' });
  const meter = el(
    'div',
    {
      class: 'strip-meter',
      role: 'meter',
      'aria-label': `Level: ${label}`,
      'aria-valuemin': '0',
      'aria-valuemax': '100',
      'aria-valuenow': '0',
    },
    canvas,
  );
  const words = el('p', { class: 'strip-words' }, hint);
  const element = el(
    'div',
    { class: 'strip', 'data-who': who },
    el('p', { class: 'strip-label' }, label),
    meter,
    words,
  );
  const isStill = matchMedia('(prefers-reduced-motion: reduce)');
  const levels: number[] = Array.from({ length: COLUMNS }, () => 0);
  /** Until it has been heard once; then everybody knows. */
  let shownHint = hint;
  let peak = 0;
  let columnSince = 0;

  function draw(): void {
    const context = canvas.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, WIDTH, HEIGHT);
    context.fillStyle = getComputedStyle(canvas).color;
    if (isStill.matches) {
      context.fillRect(0, HEIGHT / 2 - 6, Math.max(2, WIDTH * (levels.at(-1) ?? 0)), 12);
      return;
    }
    levels.forEach((level, column) => {
      const height = Math.max(2, level * level * HEIGHT);
      context.beginPath();
      context.roundRect(column * 6 + 1, (HEIGHT - height) / 2, 3, height, 1.5);
      context.fill();
    });
  }
  requestAnimationFrame(draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => requestAnimationFrame(draw));

  return {
    element,
    push(level, nowMs) {
      peak = Math.max(peak, level);
      if (nowMs - columnSince < COLUMN_MS) return;
      columnSince = nowMs;
      levels.push(peak);
      levels.shift();
      meter.setAttribute('aria-valuenow', String(Math.round(peak * 100)));
      peak = 0;
      draw();
    },
    clear() {
      levels.fill(0);
      meter.setAttribute('aria-valuenow', '0');
      draw();
    },
    setSpeaking(isSpeaking) {
      element.dataset['speaking'] = String(isSpeaking);
      if (isSpeaking) shownHint = '';
    },
    setWords(said) {
      setText(words, said === '' ? shownHint : said);
      words.title = said;
      words.dataset['hint'] = String(said === '');
    },
  };
}
