/** Where calls are asked for, and in whose name. */

/** Why a token is asked for. */
export interface TokenRequest {
  /** The endpoint refused the token before: a cached one will not do. */
  readonly fresh: boolean;
}

/** What every function of this package needs to know. */
export interface EndpointOptions {
  /**
   * The base URL whose `/realtime/calls`, or `/live/sessions`, takes offers: `https://<app>/api`, or a server of your own with the same paths.
   * It has no slash at the end.
   */
  readonly endpoint: string;
  /** The access token of whoever speaks. It is asked for at each call, and once more if the endpoint refuses it. */
  readonly getToken: (request: TokenRequest) => string | Promise<string>;
  /** A session that the operator has named. Without it the endpoint takes its own default. */
  readonly profile?: string | undefined;
  /** Values for the profile’s variables, where the endpoint lets this caller set them. */
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  /** `live`: the profile is of GPT-Live, whose sessions all go through the endpoint. */
  readonly api?: 'realtime' | 'live' | undefined;
  /**
   * `relay`: the offer goes through the endpoint, and the page never holds a secret. `direct`: the page gets a secret of
   * a minute and posts its offer to the service itself; the endpoint can then neither count nor end the call.
   */
  readonly way?: 'relay' | 'direct' | undefined;
}

/** Where offers go, and where each call has its own address. */
export function callsUrl({ endpoint, api }: Pick<EndpointOptions, 'endpoint' | 'api'>): string {
  return `${endpoint}/${api === 'live' ? 'live/sessions' : 'realtime/calls'}`;
}
