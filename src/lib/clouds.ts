/**
 * Azure's clouds, of which none knows another's names, tokens or tenants. Each stands here whole: the hosts of a resource,
 * what its tokens are for, and where its tenants sign in. Sources, read 2026-11-28: AzureOpenAIAudience of Azure.AI.OpenAI
 * for .NET, which has these two clouds and no other; "Compare Azure Government and global Azure" on learn.microsoft.com.
 */

interface CloudFacts {
  /** A resource's host ends with one of these; realtime is documented for the first. */
  readonly resources: readonly [string, ...string[]];
  /** The first is the default: a closed list, as the identity's token is fetched for nothing else. */
  readonly tokenScopes: readonly [string, ...string[]];
  /** Entra's authority. */
  readonly signIn: string;
  /** The store of a cloud's app is in the same cloud. */
  readonly stores: string;
}

export const CLOUDS = {
  public: {
    // `.cognitiveservices.azure.com` works too by report; `.services.ai.azure.com` is reported not to.
    resources: ['openai.azure.com', 'cognitiveservices.azure.com', 'services.ai.azure.com'],
    tokenScopes: ['https://cognitiveservices.azure.com/.default', 'https://ai.azure.com/.default'],
    signIn: 'https://login.microsoftonline.com',
    stores: 'azconfig.io',
  },
  usGovernment: {
    resources: ['openai.azure.us', 'cognitiveservices.azure.us'],
    tokenScopes: ['https://cognitiveservices.azure.us/.default'],
    signIn: 'https://login.microsoftonline.us',
    stores: 'azconfig.azure.us',
  },
} as const satisfies Readonly<Record<string, CloudFacts>>;

export type Cloud = (typeof CLOUDS)[keyof typeof CLOUDS];
export type TokenScope = Cloud['tokenScopes'][number];
export const TOKEN_SCOPES = [...CLOUDS.public.tokenScopes, ...CLOUDS.usGovernment.tokenScopes] as const;

/** Resources of clouds that stand for themselves, and why the host is refused; completes the sentence "<key> …". */
export const CLOUDS_WITHOUT: readonly { readonly resources: RegExp; readonly problem: string }[] = [
  {
    resources: /\.(?:openai|cognitiveservices|api\.cognitive)\.azure\.cn$/,
    problem:
      'is in Azure China, for which Microsoft documents no Azure OpenAI: what its tokens would be for is not known here',
  },
];

export function takesScope({ tokenScopes }: Cloud, scope: string): scope is TokenScope {
  const scopes: readonly string[] = tokenScopes;
  return scopes.includes(scope);
}

/** Before the settings say: nearly always right. */
export function cloudOfStore(endpoint: string | undefined): Cloud {
  const host = URL.canParse(endpoint ?? '') ? new URL(endpoint ?? '').hostname : '';
  return Object.values(CLOUDS).find(({ stores }) => host.endsWith(`.${stores}`)) ?? CLOUDS.public;
}
