/** The commands whose answers docs/doctor.md shows; a test runs them. `npm start` has these ports. */

const ON_THIS_MACHINE = '--arm https://127.0.0.1:7087';

export const OWN_COMMAND = `npm run doctor -- ${ON_THIS_MACHINE} --account oai-local --deployment gpt-realtime-mini --mint`;
export const PIPELINE_COMMAND = `npm run --silent doctor -- ${ON_THIS_MACHINE} --group rg-local --only deployment.exists --only deployment.model --json`;
