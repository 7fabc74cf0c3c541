/**
 * What the first bundle leaves out of the SDKs: what a managed identity, a list of settings and a row of a table never
 * use. 640 KiB instead of 810. The Azure CLI and `azd` stay: outside Azure they are who the app is, and they are what
 * runs a command.
 */
import type { Plugin } from 'esbuild';
import { dropUnused, type Stub, setUpStubs } from './stubs.ts';

const SDK = String.raw`@azure[\\/]`;
const ESM = String.raw`[\\/]dist[\\/]esm[\\/]`;
const REFUSE = "const refuse = () => { throw new Error('Not in this bundle.'); };";

const STUBS: readonly Stub[] = [
  {
    // The identity of a pod in Kubernetes, which no function app has. It alone brings the sign-in of MSAL's confidential
    // clients, and with that the package that opens a browser and its shell scripts.
    filter: new RegExp(`${SDK}identity${ESM}credentials[\\\\/]managedIdentityCredential[\\\\/]tokenExchangeMsi\\.js$`),
    contents:
      "export const tokenExchangeMsi = { name: 'tokenExchangeMsi', isAvailable: async () => false, getToken: async () => null };",
  },
  {
    // Waits for a snapshot of the settings to be made; we read them.
    filter: new RegExp(`${SDK}core-lro${ESM}index\\.js$`),
    contents: `${REFUSE} export { refuse as createHttpPoller, refuse as deserializeState };`,
  },
  {
    // Tables speak JSON; an error of what stands before them may be XML. All that is told of one is its code.
    filter: new RegExp(`${SDK}core-xml${ESM}xml\\.js$`),
    contents: [
      REFUSE,
      'export { refuse as stringifyXML };',
      'export const parseXML = async (text) => ({ code: /<code>(\\w+)</i.exec(text)?.[1] });',
    ].join('\n'),
  },
  {
    // What the agents for a proxy print of themselves where DEBUG asks for it.
    filter: /node_modules[\\/]debug[\\/]src[\\/]index\.js$/,
    contents: 'module.exports = () => () => undefined;',
  },
];

/** MSAL signs with it what a confidential client says; no managed identity does. */
const UNUSED = /^jsonwebtoken$/;

/** Must not come back by another way. */
export const NEVER_SHIPPED =
  /node_modules\/(?:open|default-browser|default-browser-id|bundle-name|run-applescript|is-wsl|is-docker|wsl-utils|powershell-utils|jsonwebtoken|semver|fast-xml-parser)\//;

/** The maker's own minified file: esbuild cannot look into the modules that the other one wraps. */
export const MINIFIED = { '@azure/functions': '@azure/functions/dist/azure-functions.min.js' };

export function leanIndex(): Plugin {
  return {
    name: 'lean-index',
    setup(build) {
      setUpStubs(build, STUBS);
      dropUnused(build, UNUSED);
    },
  };
}
