/** The checks that need an account and a deployment, and no app. */
import type { Check } from '../check.ts';
import type { CheckId } from '../check-ids.ts';
import type { Facts } from '../facts/facts.ts';
import { DEPLOYMENT_DOCTOR } from './all-checks.ts';

const OF_THE_APP = /^(?:app|callers|settings)\.|^identity\./;
/** What the app keeps, and what its profiles name. */
const MORE_OF_THE_APP: readonly CheckId[] = [
  'deployment.profiles',
  'deployment.live',
  'deployment.transcription',
  'roles.store',
  'roles.tables',
  'roles.blobs',
  'calls.sweep',
];

export const OWN_CODE_DOCTOR: readonly Check<Facts>[] = DEPLOYMENT_DOCTOR.filter(
  ({ id }) => !OF_THE_APP.test(id) && !MORE_OF_THE_APP.includes(id),
);
