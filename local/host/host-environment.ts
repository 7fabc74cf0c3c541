/** The environment of the worker process: what a process needs to live, what Azure sets, what the app is given. */

/**
 * All that is inherited. A person's own AZURE_…, NODE_OPTIONS or proxy settings must not decide a test; HOME and its
 * Windows kin stay because the Azure CLI finds its login there.
 */
const INHERITED = [
  ['PATH', 'HOME', 'USER', 'LANG', 'TZ', 'TMPDIR', 'TEMP', 'TMP'],
  ['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'USERPROFILE', 'USERNAME'],
  ['APPDATA', 'LOCALAPPDATA', 'ProgramData', 'ProgramFiles'],
].flat();

/** `given` wins over what the platform sets, as app settings do. */
export function createHostEnvironment(
  parent: Readonly<Record<string, string | undefined>>,
  given: Readonly<Record<string, string>>,
  packageRoot: string,
  port: number,
): Record<string, string> {
  const kept = INHERITED.flatMap((name): [string, string][] => {
    const value = parent[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), ...platformVariables(packageRoot, port), ...given };
}

/**
 * The environment of a worker that waits for its app. Of the app's own variables it has those that Node reads as the
 * process starts, which no later environment could change.
 */
export function createPlaceholderEnvironment(whole: Readonly<Record<string, string>>): Record<string, string> {
  const early = Object.entries(whole).filter(([name]) => INHERITED.includes(name) || name.startsWith('NODE_'));
  return { ...Object.fromEntries(early), FUNCTIONS_WORKER_RUNTIME: 'node', WEBSITE_PLACEHOLDER_MODE: '1' };
}

/** What the platform sets and the app may look at; the names are Azure's. */
function platformVariables(packageRoot: string, port: number): Readonly<Record<string, string>> {
  return {
    AzureWebJobsScriptRoot: packageRoot,
    FUNCTIONS_EXTENSION_VERSION: '~4',
    FUNCTIONS_WORKER_RUNTIME: 'node',
    // A free port is not known before the worker listens on it.
    ...(port === 0 ? {} : { WEBSITE_HOSTNAME: `localhost:${port}` }),
    WEBSITE_INSTANCE_ID: 'bundle-harness',
    WEBSITE_SITE_NAME: 'bundle-harness',
  };
}
