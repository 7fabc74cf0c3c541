/** How to change the request: commands for the app's settings, words for the person's own code. */
import type { Facts } from '../facts/facts.ts';
import type { Mend } from '../verdict.ts';
import { setKeys } from './set-keys.ts';

/** The settings' names, without their prefix. */
interface Change {
  /** Origin. */
  readonly endpoint?: string;
  readonly deployment?: string;
  readonly tokenScope?: string;
  /** Nobody's own code has one. */
  readonly resourceId?: string;
}

type Asker = Pick<Facts, 'own' | 'storeName' | 'member'>;

/** @param before what the person must do first. */
export function changeRequest(facts: Asker, change: Change, { say, run = [] }: Omit<Mend, 'or'> = {}): Mend {
  if (!facts.own) return { ...(say !== undefined && { say }), run: [...run, ...setKeys(facts, { ...change })] };
  const words = [say?.replace(/:$/, '.'), sentenceOf(change, run.length > 0)].filter((part) => part !== undefined);
  return { say: words.join(' '), run };
}

function sentenceOf({ endpoint, deployment, tokenScope }: Change, isAfter: boolean): string | undefined {
  const parts = [
    deployment === undefined ? [] : [`session.model is "${deployment}"`],
    endpoint === undefined ? [] : [`the address is ${endpoint}/openai/v1/realtime/client_secrets`],
    tokenScope === undefined ? [] : [`the token is one of the scope ${tokenScope}`],
  ].flat();
  if (parts.length === 0) return undefined;
  return `In your request ${parts.join(', and ')}${isAfter ? ', after:' : '.'}`;
}

/** In place of a command that makes a deployment, one that is there. */
export function orUse(facts: Asker, deployment: string | undefined): Pick<Mend, 'or'> {
  if (deployment === undefined) return {};
  const { say, run = [] } = changeRequest(facts, { deployment }, { say: `Or use ${deployment}, which is there:` });
  return say !== undefined && (run.length > 0 || facts.own) ? { or: { say, run } } : {};
}
