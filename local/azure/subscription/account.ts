/** An Azure OpenAI account and its deployments, with what ARM and the mint look at. */

export interface Deployment {
  readonly name: string;
  readonly model: { readonly format: 'OpenAI'; readonly name: string; readonly version: string };
  readonly sku: { readonly name: string; readonly capacity: number };
  readonly versionUpgradeOption: string;
  /** Its content filter; Microsoft’s own where none is chosen. */
  readonly raiPolicyName?: string;
  readonly createdAtEpochMs: number;
  /** Until it is made again; else it is there. */
  readonly provisioningState?: 'Creating' | 'Failed' | 'Canceled';
  /** Stays younger than five minutes for as long as the emulator runs. */
  readonly isAlwaysFresh?: true;
}

export interface AccountProperties {
  readonly kind: string;
  readonly location: string;
  readonly customSubDomainName: string | undefined;
  readonly disableLocalAuth: boolean;
  readonly publicNetworkAccess: 'Enabled' | 'Disabled';
  readonly networkAcls: {
    readonly defaultAction: 'Allow' | 'Deny';
    readonly ipRules: readonly { readonly value: string }[];
    readonly virtualNetworkRules: readonly { readonly id: string }[];
  };
}

export interface Account extends AccountProperties {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** Origin of its data plane on this machine. */
  readonly endpoint: string;
  /** By name. */
  readonly deployments: ReadonlyMap<string, Deployment>;
}

/** As infra/modules/openai.bicep makes it: no keys, open to browsers. */
export const BICEP_ACCOUNT: AccountProperties = {
  kind: 'OpenAI',
  location: 'swedencentral',
  customSubDomainName: 'oai-local',
  disableLocalAuth: true,
  publicNetworkAccess: 'Enabled',
  networkAcls: { defaultAction: 'Allow', ipRules: [], virtualNetworkRules: [] },
};

const TWO_MINUTES_MS = 2 * 60_000;

export function createdAt({ createdAtEpochMs, isAlwaysFresh }: Deployment, nowEpochMs: number): number {
  return isAlwaysFresh === true ? nowEpochMs - TWO_MINUTES_MS : createdAtEpochMs;
}
