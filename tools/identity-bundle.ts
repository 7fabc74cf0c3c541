/**
 * What the first bundle leaves out of `@azure/identity`: the identity of a pod in Kubernetes, which no function app has.
 * It alone brings the sign-in of MSAL's confidential clients, and with that the package that opens a browser and its
 * shell scripts. The Azure CLI and `azd` stay: outside Azure they are who the app is, and they are what runs a command.
 */
import type { Stub } from './stubs.ts';

const IDENTITY = String.raw`@azure[\\/]identity[\\/]dist[\\/]esm[\\/]credentials[\\/]`;

export const IDENTITY_STUBS: readonly Stub[] = [
  {
    filter: new RegExp(String.raw`${IDENTITY}managedIdentityCredential[\\/]tokenExchangeMsi\.js$`),
    contents:
      "export const tokenExchangeMsi = { name: 'tokenExchangeMsi', isAvailable: async () => false, getToken: async () => null };",
  },
];

/** Must not come back by another way. */
export const NEVER_SHIPPED =
  /node_modules\/(?:open|default-browser|default-browser-id|bundle-name|run-applescript|is-wsl|is-docker|wsl-utils|powershell-utils)\//;
