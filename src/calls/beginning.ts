/** A call that Azure has begun, and all that the app knows of it when it writes down its end. */
import type { Share } from '../quota/plan-take.ts';
import type { Target } from '../realtime/target.ts';
import type { Call } from './call.ts';
import type { Place } from './call-table.ts';
import type { Terms } from './terms.ts';

export interface Beginning {
  readonly callId: string;
  readonly target: Target;
  readonly terms: Terms;
  readonly share: Share;
  readonly place: Place | undefined;
  readonly about: Pick<Call, 'id' | 'api' | 'caller' | 'formerCallers' | 'rule' | 'profile' | 'tokenIssuedAt'>;
}
