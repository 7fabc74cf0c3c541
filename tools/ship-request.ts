/** The first request against a deployment, as a line to paste into a POSIX shell. */

export interface ShippedApp {
  /** Origin of the function app. */
  readonly url: string;
  /** Application id of the API's registration. */
  readonly clientId: string;
}

/** The token is fetched when the line runs: none is printed, and the line can be kept. */
export function toFirstRequest({ url, clientId }: ShippedApp): string {
  return [
    `curl -sS -X POST '${url}/api/realtime/client_secrets' \\`,
    `  -H "Authorization: Bearer $(az account get-access-token --resource 'api://${clientId}' --query accessToken -o tsv)" \\`,
    "  -H 'Content-Type: application/json' -d '{}'",
  ].join('\n');
}

/** What is set and has the expected form; the answer to anything else says what to do. */
export function readVariable(
  variables: Readonly<Record<string, string | undefined>>,
  name: string,
  form: RegExp,
  advice: string,
): string {
  const value = variables[name] ?? '';
  if (!form.test(value)) throw new Error(`${name} is ${value === '' ? 'not set' : `"${value}"`}: ${advice}`);
  return value;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function readClientId(variables: Readonly<Record<string, string | undefined>>): string {
  return readVariable(variables, 'API_CLIENT_ID', GUID, 'set it to the application id that infra/entra.sh prints.');
}
