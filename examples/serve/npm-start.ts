/** Where a running `npm start` is, as far as an example needs to know. */
export interface NpmStart {
  /** Base URL of the functions. */
  readonly endpoint: string;
  /** Of the control service, which gives callers’ tokens. */
  readonly control: string;
  /** Of callers’ tokens: an Entra tenant’s, version 2. */
  readonly issuer: string;
}

/** Unless it was told otherwise; the pages of the examples have these addresses in them. */
export const USUAL: NpmStart = {
  endpoint: 'http://localhost:7071/api',
  control: 'http://127.0.0.1:7084',
  issuer: 'https://localhost:7081/7e0a1b2c-0000-4000-8000-000000000001/v2.0',
};

/** The same text for an `npm start` that is elsewhere. */
export function readdress(text: string, { endpoint, control }: NpmStart): string {
  return text.replaceAll(USUAL.endpoint, endpoint).replaceAll(USUAL.control, control);
}
