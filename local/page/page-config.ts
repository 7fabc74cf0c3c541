/** What the playground's server tells its page: `GET /config.json`. */
export interface PageConfig {
  /** Of the endpoint on this machine, without a slash at the end: `http://localhost:7071/api`. */
  readonly endpoint: string;
  /** Where a direct call goes: the emulated Azure's own route. */
  readonly callsUrl: string;
  /** What `realtime:targets` is where each region of the emulated Azure is to serve. */
  readonly targets: string;
  /** Of the emulated subscription: what stands in commands for the names after `$`. */
  readonly names: Readonly<Record<string, string>>;
  /** Names of the profiles in the emulated App Configuration; the default one is always first. */
  readonly profiles: readonly string[];
  /** Those of them that are of GPT-Live. */
  readonly liveProfiles: readonly string[];
}
