/** The function app itself: alive, ready, open to its pages and closed to everybody without a token. */

import { az, ofResource } from '../az-commands.ts';
import type { Check } from '../check.ts';
import { whyNoApp } from '../discovery.ts';
import type { Facts } from '../facts/facts.ts';
import { look } from '../look.ts';
import { fail, fine, type Mend, skipped, unneeded, warn } from '../verdict.ts';
import { askApp, BEHIND_SETTINGS } from './app-answer.ts';
import { READY_CHECKS } from './app-ready.ts';
import { sendPreflight } from './preflight.ts';

const MINT_PATH = '/api/realtime/client_secrets';
/** What the Agents SDK sends. */
const SDK_HEADERS = ['authorization', 'content-type', 'x-openai-agents-sdk'];
/** What Application Insights and Sentry add to every request of a page; no list of ours names them. */
const ADDED_HEADERS = [...SDK_HEADERS, 'request-id', 'baggage', 'sentry-trace'];
const health: Check<Facts> = {
  id: 'app.health',
  about: 'Whether the app answers `GET /api/healthz`, and with which version.',
  async run(facts) {
    const answered = await askApp(facts, '/api/healthz');
    if (!answered.seen && facts.target.appUrl === undefined) return skipped(answered.because);
    if (!answered.seen) return fail(`The app does not answer: ${answered.because}.`, startApp(facts));
    const { status, body, url } = answered.value;
    const { version } = Object(body) as { version?: unknown };
    if (status === 200 && typeof version === 'string') return fine(`${url} runs version ${version}.`);
    const site = await facts.site();
    if (site.seen && site.value.state === 'Stopped')
      return fail(`The function app is stopped: ${url} answers ${status}.`, startStopped(facts));
    return fail(`${url} answers /api/healthz with ${status}.`, startApp(facts));
  },
};

const cors: Check<Facts> = {
  id: 'app.cors',
  about:
    'Whether the app answers the preflight of each origin that should call, also with the headers that monitoring such as Application Insights adds to a page’s requests. The platform’s own CORS, if it is configured, answers first and incompletely: leave it unset.',
  async run(facts) {
    const listed = await facts.allowedOrigins();
    const url = facts.target.appUrl;
    if (url === undefined) return skipped(whyNoApp(facts.target));
    const allowed = listed.seen ? listed.value : [];
    const origins = [...new Set([...allowed, ...facts.origins])];
    if (origins.length === 0) return listed.seen ? unneeded('no origin may call') : skipped(listed.because);
    const asked = await look(url, (signal) =>
      Promise.all(
        origins.map(async (origin) => {
          const ask = (headers: readonly string[]) =>
            sendPreflight(facts.fetch, url + MINT_PATH, { origin, headers, signal });
          const [plain, added] = await Promise.all([ask(SDK_HEADERS), ask(ADDED_HEADERS)]);
          return { origin, plain, added };
        }),
      ),
    );
    if (!asked.seen) return skipped(asked.because);
    const originsOf = (rows: typeof asked.value) => rows.map(({ origin }) => origin);
    const refused = originsOf(asked.value.filter(({ plain }) => !plain.allows));
    const narrowed = originsOf(asked.value.filter(({ added }) => !added.allows));
    if (narrowed.length === 0) return fine(`Pages of ${origins.join(', ')} may call.`);
    if (refused.length === 0) {
      return warn(
        `Pages of ${narrowed.join(', ')} may call, but not with the headers that monitoring adds to their requests.`,
        {
          say: 'Ship this version of the app. If that does not help, a gateway in front of the app answers with its own list.',
        },
      );
    }
    const { site } = facts.target;
    return fail(
      `The app refuses the preflight of ${refused.join(', ')}.`,
      {
        say: `A changed setting counts after half a minute of use. If that does not help, the platform’s own CORS may answer instead${site ? ':' : '.'}`,
        run: site ? [az('functionapp', 'cors', 'show', ...ofResource(site))] : [],
      },
      ['settings.origins', ...BEHIND_SETTINGS, 'app.health'],
    );
  },
};

const refuses: Check<Facts> = {
  id: 'app.refuses',
  about: 'Whether the app refuses a mint without a token: 401, or 503 if it has no settings. This mints nothing.',
  async run(facts) {
    const answered = await askApp(facts, MINT_PATH, 'POST');
    if (!answered.seen) return skipped(answered.because);
    const { status } = answered.value;
    if (status === 401) return fine('The app refuses a mint without a token.');
    if (status >= 200 && status < 300) {
      const { site } = facts.target;
      return fail('The app serves a mint without a token.', {
        say: `Another program than this app answers there, or a gateway in front of it adds a token.${site ? ' Until you know which:' : ''}`,
        run: site ? [az('functionapp', 'stop', ...ofResource(site))] : [],
      });
    }
    const mend = { say: 'The answer should be 401.' };
    return warn(`The app answers a mint without a token with ${status}.`, mend, [
      ...BEHIND_SETTINGS,
      'app.ready',
      'app.health',
    ]);
  },
};

export const APP_CHECKS: readonly Check<Facts>[] = [health, ...READY_CHECKS, cors, refuses];

export function startStopped({ target: { site } }: Facts): Mend {
  return { run: site ? [az('functionapp', 'start', ...ofResource(site))] : [] };
}

/** Stopped, or without its package: the two that an answer from outside cannot tell apart. */
function startApp({ target: { site } }: Facts): Mend {
  const say = `Somebody may have stopped it, or it has no package: npm run ship uploads one.${site ? ' To start it:' : ''}`;
  return { say, run: site ? [az('functionapp', 'start', ...ofResource(site))] : [] };
}
