/**
 * What the version before left behind, and what it answered: data that it wrote itself. `recorded.test.ts` runs that
 * version against the emulated Azure, holds it against these files, and with UPDATE_RECORDED=1 writes them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Variant } from '../infra/compiler/variants.ts';
import type { Answer, Row } from './deployment.ts';
import type { Written } from './operator.ts';

export interface Recorded {
  /** With the pseudonyms that it gave to whoever was revoked. */
  readonly settings: readonly Written[];
  /** By what was asked. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** After all that was asked. */
  readonly rows: readonly Row[];
  /** What its template makes, as its own snapshots have it. */
  readonly template: Readonly<Record<Variant, readonly Made[]>>;
}

export interface Made {
  readonly type: string;
  readonly id: string;
}

const fileOf = (name: keyof Recorded): string => join(__dirname, 'recorded', `${name}.json`);

export function readRecorded<Name extends keyof Recorded>(name: Name): Recorded[Name] {
  return JSON.parse(readFileSync(fileOf(name), 'utf8')) as Recorded[Name];
}

export function writeRecorded<Name extends keyof Recorded>(name: Name, value: Recorded[Name]): void {
  writeFileSync(fileOf(name), `${JSON.stringify(value, null, 2)}\n`);
}
