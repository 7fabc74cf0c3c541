/** A resource's ARM id, taken apart. */

export interface ArmId {
  /** With its leading slash. */
  readonly id: string;
  readonly subscription: string;
  readonly group: string;
  /** `Microsoft.CognitiveServices/accounts`. */
  readonly type: string;
  readonly name: string;
}

const FORM =
  /^\/subscriptions\/(?<subscription>[\w-]+)\/resourceGroups\/(?<group>[^/]+)\/providers\/(?<type>[\w.]+\/\w+)\/(?<name>[^/]+)$/i;

/** `undefined` when the text is no id of a resource at the top of its group. */
export function parseArmId(text: string): ArmId | undefined {
  const id = text.trim().replace(/\/$/, '');
  const { subscription, group, type, name } = FORM.exec(id)?.groups ?? {};
  if (subscription === undefined || group === undefined || type === undefined || name === undefined) return undefined;
  return { id, subscription, group, type, name };
}

export function isType({ type }: ArmId, wanted: string): boolean {
  return type.toLowerCase() === wanted.toLowerCase();
}

/** Another resource of the same kind in the same group. */
export function sibling(of: ArmId, name: string): ArmId {
  return { ...of, name, id: `${of.id.slice(0, of.id.lastIndexOf('/'))}/${name}` };
}
