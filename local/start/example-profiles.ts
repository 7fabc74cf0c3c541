/** So that the playground of `npm start` has profiles to choose: three that a page can use through the relay only. */
export const EXAMPLE_PROFILES = {
  'realtime:profiles:filtered': '{"direct":false,"filter":true}',
  'realtime:profiles:minute': '{"maxMinutes":1}',
  'realtime:profiles:coach':
    '{"api":"live","deployment":"gpt-live","session":{"audio":{"output":{"voice":"marin"}}},"choices":{"audio.output.voice":["marin","cedar"]}}',
};
