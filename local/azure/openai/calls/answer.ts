/**
 * The answer as Azure's was recorded: the same lines in the same order, made of what werift answers. What cannot be the
 * same is listed in the test. Chromium takes both forms.
 */
import { randomInt } from 'node:crypto';

/** The media stream that the recording names. */
const STREAM = 'realtimeapi';
/** IANA keeps it free. Of those below it a browser does not even try one. */
const UNUSED_PORT = 1_024;
const MAX_48_BITS = 2 ** 48 - 1;

export function shapeAnswer(answer: string, nowEpochSeconds: number): string {
  const [session = '', ...media] = answer.split(/^(?=m=)/m);
  const group = find(toLines(session), 'a=group:BUNDLE');
  const tag = group[0]?.split(' ')[1];
  const sections = media.map((section) => {
    const lines = toLines(section);
    if (lines[0]?.startsWith('m=audio') === true) return shapeAudio(lines);
    return lines[0]?.startsWith('m=application') === true ? shapeApplication(lines) : lines;
  });
  const shaped = sections.map((lines) => {
    // In a bundle one section speaks for all.
    const isTagged = tag === undefined || lines.includes(`a=mid:${tag}`);
    return isTagged ? lines : lines.filter((line) => !/^a=(?:candidate:|end-of-candidates)/.test(line));
  });
  const fingerprint = find(toLines(answer), 'a=fingerprint:').slice(0, 1);
  const version = `${randomInt(MAX_48_BITS)}`.padStart(19, '1');
  return [
    ['v=0', `o=- ${version} ${nowEpochSeconds} IN IP4 0.0.0.0`, 's=-', 't=0 0', 'a=msid-semantic:WMS *'],
    fingerprint,
    group,
    ...shaped,
  ]
    .flat()
    .map((line) => `${line}\r\n`)
    .join('');
}

/** Candidates that lead to a port where nothing listens, so that the caller's checks go nowhere. */
export function blockCandidates(answer: string): string {
  return answer.replace(/^(?<before>a=candidate:.* )\d+(?= typ host)/gm, `$<before>${UNUSED_PORT}`);
}

function shapeAudio(lines: readonly string[]): readonly string[] {
  const [media = ''] = lines;
  // Refused: there is nothing to say about it.
  if (/^m=audio 0 /.test(media)) return lines;
  const ssrc = /^a=ssrc:(\d+)/.exec(find(lines, 'a=ssrc:')[0] ?? '')?.[1] ?? '';
  return [
    media,
    ...find(lines, 'c='),
    ...find(lines, 'a=setup:'),
    ...find(lines, 'a=mid:'),
    ...find(lines, 'a=ice-ufrag:'),
    ...find(lines, 'a=ice-pwd:'),
    'a=rtcp-mux',
    'a=rtcp-rsize',
    ...lines.filter((line) => /^a=(?:rtpmap|fmtp):/.test(line)),
    `a=ssrc:${ssrc} cname:${STREAM}`,
    `a=ssrc:${ssrc} msid:${STREAM} audio`,
    `a=ssrc:${ssrc} mslabel:${STREAM}`,
    `a=ssrc:${ssrc} label:audio`,
    `a=msid:${STREAM} audio`,
    ...lines.filter((line) => /^a=(?:sendrecv|sendonly|recvonly|inactive)$/.test(line)),
    ...find(lines, 'a=extmap:'),
    ...toCandidates(lines),
  ];
}

function shapeApplication(lines: readonly string[]): readonly string[] {
  const [media = ''] = lines;
  return [
    media,
    ...find(lines, 'c='),
    ...find(lines, 'a=setup:'),
    ...find(lines, 'a=mid:'),
    'a=sendrecv',
    ...find(lines, 'a=sctp-port:'),
    ...find(lines, 'a=max-message-size:'),
    ...find(lines, 'a=ice-ufrag:'),
    ...find(lines, 'a=ice-pwd:'),
    ...toCandidates(lines),
  ];
}

function toCandidates(lines: readonly string[]): readonly string[] {
  const candidates = find(lines, 'a=candidate:').map((line) => line.replace(/ generation \d+/, ''));
  return [...candidates, 'a=end-of-candidates'];
}

function find(lines: readonly string[], prefix: string): readonly string[] {
  return lines.filter((line) => line.startsWith(prefix));
}

function toLines(text: string): readonly string[] {
  return text.split('\r\n').filter((line) => line !== '');
}
