/** The checks behind `preflight`: the microphone by itself, the rest by one call, whose error tells how far it came. */
import type { CallError, Measured } from './call-error.ts';
import type { CallStats } from './call-stats.ts';
import { openMicrophone, stopTracks } from './microphone.ts';
import type { Ports } from './ports.ts';
import type { PreflightCheck, PreflightCheckId, PreflightOptions, PreflightReport } from './preflight.ts';
import { type Trial, tryCall } from './try-call.ts';

const MICROPHONE = 'microphone';
/** Of a call, in the order in which it meets them. */
const OF_CALL: readonly PreflightCheckId[] = ['endpoint', 'origin', 'token', 'call', 'media'];
/** Decibels below full scale, of a muted or wrong device. A quiet room is louder. */
const SILENT_DB = -70;
const REFUSALS = [401, 403];

export async function preflightBy(
  ports: Ports,
  options: PreflightOptions,
  userAgent: string,
): Promise<PreflightReport> {
  const { endpoint, profile, onCheck, signal = new AbortController().signal } = options;
  const at = new Date(ports.now()).toISOString();
  const checks: PreflightCheck[] = [];
  const tell = (...some: readonly PreflightCheck[]) => {
    for (const check of some) {
      checks.push(check);
      onCheck?.(check);
    }
  };

  const opened = await openMicrophone(ports, signal);
  tell(opened.ok ? { id: MICROPHONE, state: 'ok' } : failed(MICROPHONE, opened.error));
  const trial = opened.ok ? await tryCall(ports, options, opened.value, signal) : undefined;
  if (opened.ok) stopTracks(opened.value);
  tell(...(trial ? judge(trial) : OF_CALL.map(skipped)), judgeLoudness(trial));

  const { callId, error } = { callId: undefined, error: undefined, ...trial };
  return {
    verdict: checks.find(({ state }) => state === 'failed')?.code ?? (signal.aborted ? 'cancelled' : 'ok'),
    checks,
    endpoint,
    ...(profile === undefined ? {} : { profile }),
    ...(callId === undefined ? {} : { callId }),
    ...(error?.requestId === undefined ? {} : { requestId: error.requestId }),
    at,
    userAgent,
  };
}

/** What the call met before its error was good; what comes after it nobody knows. */
function judge({ error, stats, seconds }: Trial): readonly PreflightCheck[] {
  // Ended by the page before it was live.
  if (!error && seconds === 0) return OF_CALL.map(skipped);
  const broken = error ? OF_CALL.indexOf(checkOf(error)) : OF_CALL.length;
  return OF_CALL.map((id, index) => {
    if (index === broken && error) return failed(id, error);
    if (index > broken) return skipped(id);
    return id === 'media' && stats ? { id, state: 'ok', measured: lineOf(stats) } : { id, state: 'ok' };
  });
}

function lineOf({ roundTripMs, jitterMs, lostPercent, protocol }: CallStats): Measured {
  const known = Object.entries({ roundTripMs, jitterMs, lostPercent, protocol });
  return Object.fromEntries(known.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function checkOf({ code, status = 0, source }: CallError): PreflightCheckId {
  switch (code) {
    case 'endpoint_unreachable':
    case 'endpoint_silent':
    case 'answer_unreadable':
      return 'endpoint';
    case 'endpoint_origin_refused':
      return 'origin';
    case 'token_unavailable':
      return 'token';
    case 'media_blocked':
    case 'connection_lost':
    case 'channel_closed':
      return 'media';
    default:
      return source === 'endpoint' && REFUSALS.includes(status) ? 'token' : 'call';
  }
}

function judgeLoudness(trial: Trial | undefined): PreflightCheck {
  const id = 'loudness';
  const { stats, seconds } = { stats: undefined, seconds: 0, ...trial };
  if (stats?.microphoneEnergy === undefined || seconds === 0) return skipped(id);
  // Energy is level squared times seconds (W3C webrtc-stats).
  const levelDb = Math.max(-120, Math.round(10 * Math.log10(stats.microphoneEnergy / seconds)));
  const measured = { levelDb };
  if (levelDb > SILENT_DB) return { id, state: 'ok', measured };
  return { id, state: 'failed', code: 'microphone_silent', message: 'The microphone gives no sound.', measured };
}

function failed(id: PreflightCheckId, { code, message, measured }: CallError): PreflightCheck {
  return { id, state: 'failed', code, message, measured };
}

function skipped(id: PreflightCheckId): PreflightCheck {
  return { id, state: 'skipped' };
}
