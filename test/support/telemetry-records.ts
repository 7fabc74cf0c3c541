/** Ids of operations at both ends, and the header that has them. */
export const TRACE = {
  /** Ends in zeros, which sampling by the id would keep … */
  low: '0af7651916cd43dd8448eb2100000000',
  /** … and in ones, which it would leave out. */
  high: '0af7651916cd43dd8448eb21ffffffff',
  /** The host's, in both. */
  span: 'b7ad6b7169203331',
} as const;

export function aTraceParent(trace: string): string {
  return `00-${trace}-${TRACE.span}-01`;
}
