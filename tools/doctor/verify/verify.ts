/** `--verify`: a question first, then what only Azure can answer, one thing after the other, and a report of it. */
import type { Deployment } from '@azure/arm-cognitiveservices';
import type { TokenCredential } from '@azure/identity';
import { voiceApiOf } from '../../azure-facts/voice-models.ts';
import { askUpgrade } from '../ask-upgrade.ts';
import { UsageError } from '../command-options.ts';
import type { Facts } from '../facts/facts.ts';
import { type Look, seen, then } from '../look.ts';
import { findModel, requestsPerMinute } from '../models.ts';
import { agree, type Consent } from '../print/confirm.ts';
import { reaches, reachOf } from '../roles/evaluate.ts';
import { createDisclosure } from './disclosure.ts';
import { experimentsFor } from './experiments.ts';
import { createLab, type Lab } from './lab.ts';
import type { LiveAccount } from './live-lab.ts';
import { type VerifyResult, verifyReport } from './verify-report.ts';

export interface VerifyOptions extends Consent {
  readonly facts: Facts;
  readonly credential: TokenCredential;
}

const NOTHING_SETTLED = 2;
const LIVE_PRICE =
  ' One thing may cost: the doctor creates one session of GPT-Live, to which nobody connects, and tries to end it. Azure bills sessions by the second. OpenAI bills 15 s at the create, and nobody has seen when Azure ends a session without a page.';

/** @returns the exit status: 0 something was settled, 2 nothing was. @throws {UsageError} */
export async function verify(options: VerifyOptions): Promise<number> {
  const { facts, credential, write } = options;
  const lab = await openLab(facts, credential);
  const asked = experimentsFor(lab.live !== undefined).reduce((sum, { requests }) => sum + requests, 0);
  const what = `${asked} requests go to your deployment within a minute, with your own rights; its callers share its limits meanwhile. The doctor mints secrets and drops them. It begins one call, says nothing and ends it. Azure bills tokens of audio and text, and the doctor sends none, so this should cost nothing.${lab.live ? LIVE_PRICE : ''}`;
  if (!(await agree(what, options))) return NOTHING_SETTLED;
  const results = await runExperiments(lab);
  write(verifyReport(results, new Date(facts.now())));
  return results.some(({ finding }) => finding.settled) ? 0 : NOTHING_SETTLED;
}

/** What an experiment throws is told by its kind: a message could quote what it was about. */
export async function runExperiments(lab: Lab): Promise<readonly VerifyResult[]> {
  const results: VerifyResult[] = [];
  for (const experiment of experimentsFor(lab.live !== undefined)) {
    try {
      results.push({ experiment, finding: await experiment.run(lab) });
    } catch (error) {
      const kind = error instanceof Error ? error.name : 'unknown error';
      results.push({ experiment, finding: { settled: false, because: `it had no answer (${kind})` } });
    }
  }
  return results;
}

async function openLab(facts: Facts, credential: TokenCredential): Promise<Lab> {
  const found = await then(facts.endpoint(), (endpoint) =>
    then(facts.deploymentName(), (deployment) =>
      then(facts.tokenScope(), async (scope) => ({ seen: true, value: { endpoint, deployment, scope } }) as const),
    ),
  );
  if (!found.seen) throw new UsageError(`Nothing can be verified, because ${found.because}.`);
  const { endpoint, deployment } = found.value;
  const [account, all, models, identity] = await Promise.all([
    facts.accountId(),
    facts.deployments(),
    facts.models(),
    facts.identity(),
  ]);
  const deployments = all.seen ? all.value : [];
  const held = deployments.find(({ name }) => name === deployment);
  const listed = models.seen ? findModel(models.value, held?.properties?.model) : undefined;
  const id = account.seen ? account.value : undefined;
  const own = [endpoint.origin, deployment, id?.id, id?.name, id?.group, id?.subscription, facts.person.objectId];
  return createLab({
    ...found.value,
    credential,
    fetch: facts.fetch,
    askUpgrade,
    model: held?.properties?.model?.name,
    requestsPerMinute: held && requestsPerMinute(held, listed),
    otherDeployment: deployments.find((each) => voiceApiOf(modelOf(each)) === undefined)?.name,
    live: liveAccountOf(facts, deployments),
    disclosure: createDisclosure([
      ...own,
      identity.seen ? identity.value.principalId : undefined,
      ...deployments.map(({ name }) => name),
    ]),
  });
}

function modelOf({ properties }: Deployment): string {
  return properties?.model?.name ?? '';
}

function liveAccountOf(facts: Facts, deployments: readonly Deployment[]): LiveAccount | undefined {
  const deployment = deployments.find((each) => voiceApiOf(modelOf(each)) === 'live')?.name;
  const roles = () => then(facts.accountId(), ({ id }) => dataRolesOf(facts, id));
  return deployment === undefined ? undefined : { deployment, roles };
}

/** Names of built-in ones, which are Azure's own words; a role of the account's owner has a name of theirs. */
function dataRolesOf({ roles, person }: Facts, scope: string): Promise<Look<readonly string[]>> {
  return then(roles.ofPrincipal(scope, person.objectId), async (held) => {
    const counting = held.filter(
      ({ assignment, definition }) =>
        reaches(reachOf(assignment.scope ?? '', scope)) &&
        definition.roleType === 'BuiltInRole' &&
        definition.permissions?.some(({ dataActions = [] }) =>
          dataActions.some((action) => action.startsWith('Microsoft.CognitiveServices/')),
        ),
    );
    return seen([...new Set(counting.flatMap(({ definition }) => definition.roleName ?? []))].toSorted());
  });
}
