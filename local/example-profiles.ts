/** So that the playground of `npm start` has a profile to choose: one that a page can use through the relay only. */
export const EXAMPLE_PROFILES = { 'realtime:profiles:filtered': '{"direct":false,"filter":true}' };
