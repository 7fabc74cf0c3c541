/**
 * A stand-in for the Azure CLI: the calls that docs/deploy.md, infra/*.sh and tools/ship.ts make, with the refusals of
 * Entra that decide their order. It keeps a directory in a file and appends each call to another. It proves nothing about Azure.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

interface Application {
  appId: string;
  displayName: string;
  signInAudience: string;
  api?: {
    oauth2PermissionScopes?: { id: string }[];
    preAuthorizedApplications?: { delegatedPermissionIds: string[] }[];
  };
  [member: string]: unknown;
}
interface Directory {
  applications: Application[];
  servicePrincipals: string[];
}

const home = process.env['STAND_IN_HOME'] ?? '';
const args = process.argv.slice(2);
const stateFile = `${home}/directory.json`;
const directory: Directory = existsSync(stateFile)
  ? JSON.parse(readFileSync(stateFile, 'utf8'))
  : { applications: [], servicePrincipals: [] };
appendFileSync(`${home}/calls.jsonl`, `${JSON.stringify(args)}\n`);

const option = (name: string): string => args[args.indexOf(name) + 1] ?? '';
const quoted = (text: string): string => /'([^']*)'/.exec(text)?.[1] ?? '';

function fail(message: string): never {
  process.stderr.write(`ERROR: ${message}\n`);
  process.exit(1);
}

function createApplication(): string {
  if (process.env['STAND_IN_DENIES'] === 'registration')
    fail('(Authorization_RequestDenied) Insufficient privileges to complete the operation.');
  const appId = `00000000-0000-4000-8000-${String(directory.applications.length + 1).padStart(12, '0')}`;
  directory.applications.push({
    appId,
    displayName: option('--display-name'),
    signInAudience: option('--sign-in-audience'),
  });
  return appId;
}

/** A registration is not everywhere at once: a step fails as often as a file counts for it, in the words of that step. */
function failWhileLate(step: string, message: string): void {
  const file = `${home}/late.json`;
  const late: Record<string, number> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const left = late[step] ?? 0;
  if (left === 0) return;
  writeFileSync(file, JSON.stringify({ ...late, [step]: left - 1 }));
  fail(message);
}

function patchApplication(): string {
  const unknown = 'Not Found({"error":{"code":"Request_ResourceNotFound","message":"…"}})';
  const url = option('--url');
  if (!/^https:\/\/graph\.microsoft\.com\/v1\.0\/applications\(/.test(url)) fail(`no such address: ${url}`);
  const application = directory.applications.find(({ appId }) => appId === quoted(url));
  if (existsSync(`${home}/refuse`)) fail(readFileSync(`${home}/refuse`, 'utf8'));
  failWhileLate('patch', unknown);
  if (!application) fail(unknown);
  const change = JSON.parse(option('--body')) as Partial<Application>;
  const known = new Set(application.api?.oauth2PermissionScopes?.map(({ id }) => id));
  const used = change.api?.preAuthorizedApplications?.flatMap((allowed) => allowed.delegatedPermissionIds) ?? [];
  const invalid = 'Property api.preAuthorizedApplications.delegatedPermissionIds has an invalid value.';
  if (used.length > 0)
    failWhileLate('pre-authorise', `Bad Request({"error":{"code":"InvalidValue","message":"${invalid}"}})`);
  if (used.some((id) => !known.has(id))) fail('(InvalidValue) preAuthorizedApplications names an unknown permission.');
  Object.assign(application, change, change.api && { api: { ...application.api, ...change.api } });
  return '';
}

/** As Resource Manager wraps what went wrong, and the CLI prints it. */
function failedDeployment(code: string, message: string): string {
  const cause = { code: 'DeploymentFailed', details: [{ code, message }] };
  return JSON.stringify({ status: 'Failed', error: { code: 'DeploymentFailed', details: [cause] } });
}

const answers: Readonly<Record<string, () => string>> = {
  'account show': () => {
    if (process.env['STAND_IN_DENIES'] === 'sign-in') fail("Please run 'az login' to setup account.");
    return '99999999-9999-4999-8999-999999999999';
  },
  'cloud show': () => process.env['STAND_IN_GRAPH'] ?? 'https://graph.microsoft.com/',
  'ad app list': () =>
    directory.applications
      .filter(({ displayName }) => displayName === quoted(option('--filter')))
      .map(({ appId }) => appId)
      .join('\n'),
  'ad app create': createApplication,
  'ad sp list': () => (directory.servicePrincipals.includes(quoted(option('--filter'))) ? 'present' : ''),
  'ad sp create': () => {
    failWhileLate(
      'service principal',
      `The appId '${option('--id')}' of the service principal does not reference a valid application object.`,
    );
    failWhileLate(
      'tenant',
      'When using this permission, the backing application of the service principal being created must in the local tenant.',
    );
    directory.servicePrincipals.push(option('--id'));
    return '';
  },
  'rest --method': patchApplication,
  'bicep build': () => {
    writeFileSync(option('--outfile'), '{"$schema":"of the stand-in"}');
    return '';
  },
  'provider register': () => '',
  'deployment sub create': () => {
    if (existsSync(`${home}/refuse-deployment`)) fail(readFileSync(`${home}/refuse-deployment`, 'utf8'));
    failWhileLate('deployer', failedDeployment('PrincipalNotFound', 'Principal 8888 does not exist in the directory.'));
    failWhileLate(
      'account',
      failedDeployment('RequestConflict', 'Cannot modify resource: its provisioning state is not terminal.'),
    );
    failWhileLate('settings', failedDeployment('Forbidden', 'Access to the requested resource is forbidden.'));
    return '{"properties":{"provisioningState":"Succeeded"}}';
  },
  'functionapp list': () => process.env['STAND_IN_APPS'] ?? '[]',
  // What it ends with where the package is there and the host has not started (azure-cli 2.91).
  'functionapp deployment': () => {
    failWhileLate(
      'package',
      'Failed to upload blob package to storage account with Error: Response status code does not indicate success: 403 (This request is not authorized to perform this operation.).',
    );
    failWhileLate('host', 'Deployment was successful but the app appears to be unhealthy. Please check the app logs.');
    return process.env['STAND_IN_UPLOAD'] ? fail(process.env['STAND_IN_UPLOAD']) : '';
  },
  'account get-access-token': () => {
    if (process.env['STAND_IN_DENIES'] === 'token') fail('AADSTS501051: the application is not assigned to a role.');
    return 'a.token.of-the-person';
  },
};

const answer = answers[args.slice(0, 3).join(' ')] ?? answers[args.slice(0, 2).join(' ')];
if (!answer) fail(`the stand-in does not know: ${args.join(' ')}`);
const text = answer();
writeFileSync(stateFile, JSON.stringify(directory));
if (text !== '') process.stdout.write(`${text}\n`);
