/** What an experiment may do with GPT-Live: create one session to which nobody connects, look at it, and try to end it. */
import { valueAt } from '../../../src/lib/json.ts';
import type { AskUpgrade } from '../ask-upgrade.ts';
import type { Look } from '../look.ts';
import type { LabAnswer } from './lab.ts';
import { SILENT_OFFER } from './silent-offer.ts';

export interface LiveTrial {
  readonly answer: LabAnswer;
  /** Absent where no session was created, or its answer names none. */
  readonly sessionId: string | undefined;
}

export interface LiveLab {
  /**
   * Asked with an allow-list for the page's data channel first, and again without one only where Azure answers 400: what
   * was refused so began nothing, so no more than one session begins. Asked once, whoever looks at it.
   */
  create(): Promise<{ readonly allowListed: LiveTrial; readonly plain: LiveTrial | undefined }>;
  /** Status of a request for its sideband. Where that is taken it says `session.close`, because Azure bills by the second. */
  attach(sessionId: string): Promise<number>;
  hangUp(sessionId: string): Promise<LabAnswer>;
  /** The built-in data roles that the person has on the account. */
  roles(): Promise<Look<readonly string[]>>;
}

/** What an account has of it. */
export interface LiveAccount extends Pick<LiveLab, 'roles'> {
  /** Of GPT-Live. */
  readonly deployment: string;
}

export interface LiveLabParts extends LiveAccount {
  /** Where sessions are created. */
  readonly url: string;
  readonly askUpgrade: AskUpgrade;
  readonly token: () => Promise<string>;
  readonly post: (
    url: string,
    request: { readonly headers: Readonly<Record<string, string>>; readonly body: string; readonly timeoutMs: number },
  ) => Promise<{ readonly answer: LabAnswer; readonly json: unknown }>;
}

/** Of a create, which does more than a mint. */
const CREATE_TIMEOUT_MS = 20_000;
const TIMEOUT_MS = 10_000;
/** Nothing is let through: nobody is there to say or hear it. */
const ALLOW_LIST = { client: { data_channel: { allowed_client_events: [], allowed_server_events: [] } } };

export function createLiveLab({ deployment, url, roles, askUpgrade, token, post }: LiveLabParts): LiveLab {
  const headers = async () => ({ Authorization: `Bearer ${await token()}` });

  async function createWith(session: Readonly<Record<string, unknown>>): Promise<LiveTrial> {
    const { answer, json } = await post(url, {
      headers: { ...(await headers()), 'Content-Type': 'application/json' },
      body: JSON.stringify({
        session: { ...session, model: deployment },
        transport: { type: 'webrtc', sdp: SILENT_OFFER },
      }),
      timeoutMs: CREATE_TIMEOUT_MS,
    });
    const id = valueAt(json, ['session', 'id']);
    return { answer, sessionId: typeof id === 'string' && id !== '' ? id : undefined };
  }

  async function createOnce() {
    const allowListed = await createWith(ALLOW_LIST);
    const plain = allowListed.answer.status === 400 ? await createWith({}) : undefined;
    return { allowListed, plain };
  }
  let created: ReturnType<typeof createOnce> | undefined;

  return {
    create() {
      created ??= createOnce();
      return created;
    },
    async attach(sessionId) {
      const close = JSON.stringify({ type: 'session.close' });
      const attachUrl = `${url}/${encodeURIComponent(sessionId)}/attach`;
      return askUpgrade(attachUrl, await headers(), AbortSignal.timeout(TIMEOUT_MS), close);
    },
    async hangUp(sessionId) {
      const hangUpUrl = `${url}/${encodeURIComponent(sessionId)}/hangup`;
      return (await post(hangUpUrl, { headers: await headers(), body: '', timeoutMs: TIMEOUT_MS })).answer;
    },
    roles,
  };
}
