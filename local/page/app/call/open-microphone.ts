/** The microphone as the browser gives it, and what it says of the device. */
import type { CallPorts } from './ports.ts';
import type { StageTeller } from './stage-teller.ts';

export async function openMicrophone(open: CallPorts['openMicrophone'], tell: StageTeller): Promise<MediaStream> {
  const stream = await open();
  const [track] = stream.getAudioTracks();
  const { sampleRate, channelCount, echoCancellation } = track?.getSettings() ?? {};
  tell.note(track?.label || 'A microphone');
  tell.facts([
    { name: 'Device', value: track?.label || 'Without a name' },
    ...(sampleRate === undefined ? [] : [{ name: 'Sample rate', value: `${sampleRate} Hz` }]),
    ...(channelCount === undefined ? [] : [{ name: 'Channels', value: String(channelCount) }]),
    ...(echoCancellation === undefined ? [] : [{ name: 'Echo cancellation', value: echoCancellation ? 'on' : 'off' }]),
  ]);
  return stream;
}
