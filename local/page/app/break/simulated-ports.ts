/** The browser's ports with one of them out of order, for what no server can bring about. */
import type { CallPorts } from '../call/ports.ts';
import type { Simulation } from './scenario.ts';

/** Names of DOMException with which browsers refuse a microphone. */
const REFUSALS = {
  microphone_refused: ['NotAllowedError', 'Permission denied'],
  microphone_missing: ['NotFoundError', 'Requested device not found'],
  microphone_busy: ['NotReadableError', 'Could not start audio source'],
} as const;

export function withSimulation(ports: CallPorts, simulation: Simulation): CallPorts {
  switch (simulation) {
    case 'microphone_refused':
    case 'microphone_missing':
    case 'microphone_busy': {
      const [name, message] = REFUSALS[simulation];
      return { ...ports, openMicrophone: () => Promise.reject(new DOMException(message, name)) };
    }
    case 'insecure_context':
      return { ...ports, environment: () => ({ ...ports.environment(), isSecure: false, hasMicrophone: false }) };
    case 'webrtc_unsupported':
      return { ...ports, environment: () => ({ ...ports.environment(), hasWebRtc: false }) };
  }
}
