/** What the emulated issuer can be, and where it is asked. */

import type { SwitchDefinition, Switches, ValuesOf } from '../../kit/switches.ts';
import type { EmulatedSettings } from '../app-configuration/emulated-settings.ts';
import { ENTRA, ENTRA_SHAPES } from './entra-shapes.ts';
import { type IssuerShape, ruleOf } from './issuer-shape.ts';
import { VENDOR_SHAPES } from './vendor-shapes.ts';

export const ISSUER_SHAPES: readonly IssuerShape[] = [...ENTRA_SHAPES, ...VENDOR_SHAPES];

const SHAPE = 'issuer.shape';
const NAMES = ISSUER_SHAPES.map(({ name }) => name);

export const SHAPE_SWITCH = {
  name: SHAPE,
  description: `Vendor whose tokens the issuer signs; a change also writes a rule for them into \`realtime:callers\`. ${ISSUER_SHAPES.map(({ name, about }) => `\`${name}\`: ${about}`).join('. ')}.`,
  values: NAMES,
  initial: ENTRA.name,
  source: 'documented; docs/callers.md',
  uncountable: NAMES,
} as const satisfies SwitchDefinition;

type ShapeSwitch = Switches<ValuesOf<readonly [typeof SHAPE_SWITCH]>>;

export function shapeOf(switches: ShapeSwitch): IssuerShape {
  return ISSUER_SHAPES.find(({ name }) => name === switches.get(SHAPE)) ?? ENTRA;
}

/** A reset writes nothing where the shape was the first one all along: a test may have rules of its own. */
export function followShapeSwitch(switches: ShapeSwitch, settings: EmulatedSettings, origin: string): void {
  let before = shapeOf(switches);
  switches.onChange(SHAPE, () => {
    const shape = shapeOf(switches);
    if (shape === before) return;
    before = shape;
    settings.set('realtime:callers', JSON.stringify([ruleOf(shape, origin)]));
  });
}
