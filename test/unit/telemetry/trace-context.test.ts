import { toSpanContext } from '../../../src/telemetry/trace-context.ts';
import { aTraceParent, HOST_SPAN, LOW_TRACE } from '../../support/telemetry-records.ts';

test('the operation is the trace, and its parent the host’s span', () => {
  expect(toSpanContext(aTraceParent(LOW_TRACE))).toEqual({ id: LOW_TRACE, parentId: HOST_SPAN });
});

test('a later version of the header, with more after the flags, is understood', () => {
  expect(toSpanContext(`cc-${LOW_TRACE}-${HOST_SPAN}-01-more`)).toEqual({ id: LOW_TRACE, parentId: HOST_SPAN });
});

test.each([
  undefined,
  null,
  '',
  'no trace',
  `00-${'0'.repeat(32)}-${HOST_SPAN}-01`,
  `00-${LOW_TRACE}-${'0'.repeat(16)}-01`,
  `00-${LOW_TRACE.toUpperCase()}-${HOST_SPAN}-01`,
])('without a usable header (%j) there is a new operation, another each time', (header) => {
  const [first, second] = [toSpanContext(header), toSpanContext(header)];
  expect(first).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), parentId: undefined });
  expect(second.id).not.toBe(first.id);
});
