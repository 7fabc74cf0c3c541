/** What a session description says (RFC 8866), in words. */
import type { Fact } from './stage.ts';

export function describeSdp(sdp: string): readonly Fact[] {
  const lines = sdp.split(/\r?\n/);
  const values = (prefix: string) =>
    lines.flatMap((line) => (line.startsWith(prefix) ? [line.slice(prefix.length)] : []));
  const codecs = values('a=rtpmap:').map((value) => value.replace(/^\d+ /, ''));
  const candidates = values('a=candidate:').map(describeCandidate);
  return [
    { name: 'SDP', value: sdp === '' ? '' : `${sdp.length.toLocaleString('en')} characters` },
    {
      name: 'Sections',
      value: values('m=')
        .map((value) => value.split(' ', 1)[0])
        .join(', '),
    },
    { name: 'Codecs', value: [...new Set(codecs)].slice(0, 6).join(', ') },
    { name: 'DTLS role', value: values('a=setup:')[0] ?? 'not said' },
    { name: 'Candidates', value: candidates.length === 0 ? 'none' : [...new Set(candidates)].join(', ') },
  ].filter(({ value }) => value !== '');
}

/** `foundation component transport priority address port typ type …` (RFC 8839 section 5.1). */
function describeCandidate(value: string): string {
  const [, , transport = '', , address = '', port = '', , type = ''] = value.split(' ');
  return `${type} ${transport.toLowerCase()} ${address}:${port}`;
}
