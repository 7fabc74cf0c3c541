/** So that the playground of `npm start` has profiles to choose: two that a page can use through the relay only. */
export const EXAMPLE_PROFILES = {
  'realtime:profiles:filtered': '{"direct":false,"filter":true}',
  'realtime:profiles:minute': '{"maxMinutes":1}',
};
