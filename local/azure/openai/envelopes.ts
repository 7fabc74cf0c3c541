/** The two forms that errors of the resource have. */

/** `{error:{code,message}}`, of Azure's gateway. */
export function gateway(code: string, message: string): string {
  return JSON.stringify({ error: { code, message } });
}

/** `{error:{message,type,code,param}}`, of the model's own API. */
export function api(
  code: string | null,
  message: string,
  param: string | null,
  type = 'invalid_request_error',
): string {
  return JSON.stringify({ error: { message, type, code, param } });
}
