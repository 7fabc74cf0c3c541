/** W3C Trace Context: the host joins the caller's trace and hands us its own span, under which our records go. */
import { randomBytes } from 'node:crypto';
import type { SpanContext } from './record.ts';

/** W3C Trace Context section 3.2; ids of zeros are invalid. */
const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}/;

/** Without a usable one the records of a request still belong together. */
export function toSpanContext(traceParent: string | null | undefined): SpanContext {
  const [, id, parentId] = TRACEPARENT.exec(traceParent ?? '') ?? [];
  return { id: id ?? randomBytes(16).toString('hex'), parentId };
}
