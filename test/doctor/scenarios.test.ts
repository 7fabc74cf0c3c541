/** Broken deployments, one cause each. Each is a whole Azure of its own, and they run at once. */
import { ACCESS_SCENARIOS } from './scenarios/access.ts';
import { CALL_SCENARIOS } from './scenarios/calls.ts';
import { DEPLOYMENT_SCENARIOS } from './scenarios/deployment.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { play } from './support/scenario.ts';

jest.setTimeout(120_000);

const doctor = createDoctor();
afterAll(() => doctor.dispose());

const SCENARIOS = [...DEPLOYMENT_SCENARIOS, ...ACCESS_SCENARIOS, ...CALL_SCENARIOS];

test.concurrent.each(SCENARIOS)('$name: named, and mended by the printed commands', (scenario) =>
  play(doctor, scenario),
);
