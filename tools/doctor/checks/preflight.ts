/** What a browser asks before it posts: the preflights of Azure's /calls and of the app. */

export interface Preflight {
  readonly status: number;
  /** The origin may, with these headers. */
  readonly allows: boolean;
}

/** As a browser sends it and judges its answer (Fetch, sections 4.8 and 4.10). */
export async function sendPreflight(
  fetchFrom: typeof fetch,
  url: string,
  {
    origin,
    headers,
    signal,
  }: { readonly origin: string; readonly headers: readonly string[]; readonly signal: AbortSignal },
): Promise<Preflight> {
  const response = await fetchFrom(url, {
    method: 'OPTIONS',
    redirect: 'manual',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': headers.join(','),
    },
    signal,
  });
  await response.body?.cancel();
  const allowedOrigin = response.headers.get('access-control-allow-origin');
  const allowed = (response.headers.get('access-control-allow-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase());
  // `*` does not cover Authorization.
  const allowsHeaders = headers.every(
    (name) => allowed.includes(name) || (allowed.includes('*') && name !== 'authorization'),
  );
  const allows = response.ok && (allowedOrigin === '*' || allowedOrigin === origin) && allowsHeaders;
  return { status: response.status, allows };
}
