/** A page with a button that tries a call. */
import { type PreflightOptions, preflight } from '../../../client/src/preflight.ts';

type Microphone = 'default' | 'absent' | 'silent';

const MICROPHONES: Readonly<Record<Microphone, PreflightOptions['microphone']>> = {
  default: undefined,
  absent: () => navigator.mediaDevices.getUserMedia({ audio: { deviceId: { exact: 'none' } } }),
  // A device that is there, open, and gives nothing.
  silent: async () => new AudioContext().createMediaStreamDestination().stream,
};

interface Given extends Pick<PreflightOptions, 'endpoint'> {
  readonly token: string;
  readonly microphone?: Microphone;
}

const states: string[] = [];

async function tryAll({ endpoint, token, microphone = 'default' }: Given): Promise<unknown> {
  return preflight({
    endpoint,
    getToken: () => token,
    microphone: MICROPHONES[microphone],
    onCheck: ({ id, state }) => states.push(`${id} ${state}`),
  });
}

Object.assign(window, { states, tryAll });
