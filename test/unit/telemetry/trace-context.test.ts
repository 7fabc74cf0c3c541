import { toSpanContext } from '../../../src/telemetry/trace-context.ts';
import { aTraceParent, TRACE } from '../../support/telemetry-records.ts';

test('the operation is the trace, and its parent the host’s span', () => {
  expect(toSpanContext(aTraceParent(TRACE.low))).toEqual({ id: TRACE.low, parentId: TRACE.span });
});

test('a later version of the header, with more after the flags, is understood', () => {
  expect(toSpanContext(`cc-${TRACE.low}-${TRACE.span}-01-more`)).toEqual({ id: TRACE.low, parentId: TRACE.span });
});

test.each([
  undefined,
  null,
  '',
  'no trace',
  `00-${'0'.repeat(32)}-${TRACE.span}-01`,
  `00-${TRACE.low}-${'0'.repeat(16)}-01`,
  `00-${TRACE.low.toUpperCase()}-${TRACE.span}-01`,
])('without a usable header (%j) there is a new operation, another each time', (header) => {
  const [first, second] = [toSpanContext(header), toSpanContext(header)];
  expect(first).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), parentId: undefined });
  expect(second.id).not.toBe(first.id);
});
