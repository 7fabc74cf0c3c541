/** Which problems an operation says that it can answer with, by the OpenAPI document of the repository. */
import document from '../../docs/openapi.json';

type Responses = Readonly<Record<string, { readonly description: string }>>;
type Operations = Readonly<Record<string, { readonly responses: Responses }>>;

/** Of an answer that is a problem which its operation does not list: what it was. A path without one is the host's. */
export function undeclaredProblem(
  method: string,
  path: string,
  { status, json }: { readonly status: number; readonly json: Readonly<Record<string, unknown>> },
): string | undefined {
  const operation = operationsAt(path)?.[method.toLowerCase()];
  if (operation === undefined || json['code'] === undefined) return undefined;
  const listed = (operation.responses[status]?.description ?? '').split('; ').map((text) => text.split(':')[0]);
  return listed.includes(String(json['code'])) ? undefined : `${method} ${path}: ${status} ${json['code']}`;
}

function operationsAt(path: string): Operations | undefined {
  const { pathname } = new URL(path, 'http://localhost/');
  const paths: Readonly<Record<string, Operations>> = document.paths;
  return Object.entries(paths).find(([template]) =>
    new RegExp(`^/api${template.replaceAll('.', '\\.').replace(/\{\w+\}/, '[^/]+')}$`).test(pathname),
  )?.[1];
}
