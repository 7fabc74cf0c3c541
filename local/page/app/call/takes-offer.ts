/** The routes that take an SDP offer: the endpoint's relay and Azure's own /calls, and the relay of GPT-Live. */
export function takesOffer(url: string): boolean {
  return /\/(?:calls|live\/sessions)(?:\?|$)/.test(url);
}
