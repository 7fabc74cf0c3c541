/** Sixty people who call as a page does: they ask again where they are told to, and some hang up themselves. */
import { setTimeout as pause } from 'node:timers/promises';
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { anOffer } from '../caller.ts';
import type { Hosts } from './hosts.ts';

export interface AnsweredCall {
  /** Azure's. */
  readonly id: string;
  readonly caller: number;
}

export interface Callers {
  /** Until it is answered 201. */
  call(): Promise<AnsweredCall>;
  /** Whatever becomes of it: a sweep ends the call all the same. */
  hangUp(call: AnsweredCall): Promise<void>;
  readonly answered: readonly AnsweredCall[];
  /** How often which answer came; `none` where the instance was killed. */
  readonly answers: ReadonlyMap<string, number>;
}

const CALLERS = 60;
const AGAIN_MS = 300;

export async function createCallers(azure: EmulatedAzure, hosts: Hosts): Promise<Callers> {
  const names = Array.from({ length: CALLERS }, (_, index) => `storm-${index}`);
  const tokens = await Promise.all(names.map((sub) => azure.callerToken({ sub, oid: undefined })));
  const offer = await anOffer();
  const answered: AnsweredCall[] = [];
  const answers = new Map<string, number>();
  const count = (what: string) => answers.set(what, (answers.get(what) ?? 0) + 1);

  async function post(path: string, caller: number, body?: string) {
    const host = hosts.any();
    if (!host) return undefined;
    const headers = { Authorization: `Bearer ${tokens[caller]}`, 'Content-Type': 'application/sdp' };
    try {
      const response = await fetch(`${host.url}/api/realtime/calls${path}`, {
        method: 'POST',
        headers,
        body: body ?? null,
      });
      return { response, text: await response.text() };
    } catch {
      return undefined;
    }
  }

  /** Counts the answer; `undefined`: to be asked again. */
  async function ask(caller: number): Promise<AnsweredCall | undefined> {
    const got = await post('', caller, offer);
    if (!got) {
      count('none');
      return undefined;
    }
    const { status, headers } = got.response;
    if (status === 201) {
      count('201');
      return { id: headers.get('location')?.split('/').at(-1) ?? '', caller };
    }
    count(`${status} ${codeOf(got.text)}`);
    if (status < 500 && status !== 429) throw new Error(`A call was answered ${status}: ${got.text}`);
    return undefined;
  }

  return {
    answered,
    answers,
    async call() {
      const caller = Math.floor(Math.random() * CALLERS);
      for (;;) {
        const call = await ask(caller);
        if (call) {
          answered.push(call);
          return call;
        }
        await pause(AGAIN_MS * (0.5 + Math.random()));
      }
    },
    async hangUp({ id, caller }) {
      const got = await post(`/${id}/hangup`, caller);
      count(`hang-up ${got?.response.status ?? 'none'}`);
    },
  };
}

function codeOf(text: string): string {
  return /"code":"(\w+)"/.exec(text)?.[1] ?? '';
}
