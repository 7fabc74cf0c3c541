/** With access to Azure an id of a call is a handle to it, so logs and telemetry have a digest, always the same. */
import { createHash } from 'node:crypto';

/** 32 hexadecimal digits. */
export function digestOfCall(callId: string): string {
  return createHash('sha256').update(callId).digest('hex').slice(0, 32);
}
