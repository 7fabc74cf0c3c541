/** A session that answers by text alone: no sound of it ever comes, whatever the line does. */
import type { RealtimeEvent } from '../../../../client/src/call.ts';
import { valueAt } from '../../../../src/lib/json.ts';

export interface TextOnlyWatch {
  /** Of the service. Gives the session’s `output_modalities` at its first answer, where audio is not among them. */
  hear(event: RealtimeEvent): string | undefined;
}

export function createTextOnlyWatch(): TextOnlyWatch {
  let modalities = '';
  let isTold = false;
  return {
    hear(event) {
      const told = valueAt(event, ['session', 'output_modalities']);
      if (Array.isArray(told)) modalities = told.join(', ');
      const isFirst = event.type === 'response.done' && !isTold && modalities !== '' && !modalities.includes('audio');
      if (!isFirst) return undefined;
      isTold = true;
      return modalities;
    },
  };
}
