/** The data action that a refusal of Azure's names; it says nothing of the account. */
import type { LabAnswer } from './lab.ts';

const DENIED_ACTION = /data action `?(Microsoft\.CognitiveServices(?:\/[A-Za-z]+)+)/;

export function deniedAction({ message }: LabAnswer): string | undefined {
  return DENIED_ACTION.exec(message)?.[1];
}
