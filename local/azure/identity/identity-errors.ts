/**
 * What the identity endpoint of App Service and Functions answers instead of a token: the values of the switch
 * `identity.error`. `own` marks a text of ours, because nobody captured one.
 */
import { randomUUID } from 'node:crypto';
import { type Answer, json } from '../../kit/reply.ts';

interface IdentityError {
  readonly status: number;
  /** The endpoint's own envelope has it, or it is what Entra answered, handed on. */
  readonly message: string | { readonly error: string; readonly error_description: string };
  readonly source: string;
}

export const IDENTITY_ERRORS = {
  'no-such-identity': {
    status: 400,
    message: 'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
    source: 'reported: Azure-Samples/azure-search-openai-demo#2148',
  },
  'identity-not-named': {
    status: 400,
    message: 'Unable to load the proper Managed Identity.',
    source: 'reported: Azure/azure-sdk-for-net#43691, Azure/azure-functions-host#8037',
  },
  'several-identities': {
    status: 400,
    message: {
      error: 'invalid_request',
      error_description:
        'Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request',
    },
    source: 'reported of the metadata endpoint of virtual machines',
  },
  'audience-unknown': {
    status: 400,
    message: {
      error: 'invalid_resource',
      error_description:
        'AADSTS500011: The resource principal named https://cognitiveservices.azure.invalid was not found in the tenant named Contoso. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
    },
    source: 'reported: AzureAD/microsoft-authentication-library-for-dotnet#3979 (virtual machine)',
  },
  'identity-deleted': {
    status: 400,
    message: {
      error: 'unauthorized_client',
      error_description:
        "AADSTS700016: Application with identifier '00000000-0000-4000-8000-0000000000f9' was not found in the directory 'Contoso'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
    },
    source: 'reported: Azure/aad-pod-identity#1277 (virtual machine)',
  },
  refused: { status: 401, message: 'Unauthorized', source: 'reported (status): Azure/azure-functions-host#7273; own' },
  throttled: {
    status: 429,
    message: {
      error: 'invalid_request',
      error_description: 'Temporarily throttled, too many requests',
    },
    source: 'reported of the metadata endpoint: hashicorp/terraform-provider-azurerm#20901',
  },
  failed: {
    status: 500,
    message: 'An unexpected error occured while fetching the AAD Token.',
    source: 'reported: Azure/azure-functions-host#9884',
  },
} as const satisfies Readonly<Record<string, IdentityError>>;

export function findIdentityError(name: string): IdentityError | undefined {
  return Object.entries<IdentityError>(IDENTITY_ERRORS).find(([candidate]) => candidate === name)?.[1];
}

export function toAnswer({ status, message }: IdentityError): Answer {
  return typeof message === 'string' ? refusal(status, message) : json(status, message);
}

/** The endpoint's own envelope. */
export function refusal(statusCode: number, message: string): Answer {
  return json(statusCode, { statusCode, message, correlationId: randomUUID() });
}
