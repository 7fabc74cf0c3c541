/** A call as a React hook: one for each component, which hangs up when the component goes. */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type CallError, type CallOptions, createCall, type Explanation, explain } from 'realtime-token-client';

/** The options of the first rendering count; only `getToken` may be a new function each time. */
export function useCall(options: CallOptions) {
  const getToken = useRef(options.getToken);
  useEffect(() => {
    getToken.current = options.getToken;
  });
  const [call] = useState(() => createCall({ ...options, getToken: (request) => getToken.current(request) }));
  const state = useSyncExternalStore(
    useCallback((changed) => call.on('state', changed), [call]),
    () => call.state,
  );
  useEffect(() => () => void call.hangUp(), [call]);
  return { ...state, start: call.start, hangUp: call.hangUp };
}

/** What an error means; `undefined` until that is known, and without an error. */
export function useExplanation(error: CallError | undefined): Explanation | undefined {
  const [known, setKnown] = useState<{ readonly error: CallError; readonly explanation: Explanation }>();
  useEffect(() => {
    if (error) void explain(error).then((explanation) => setKnown({ error, explanation }));
  }, [error]);
  return known && known.error === error ? known.explanation : undefined;
}
