/** What arrived at the emulated ingestion, read as a query would. */
import { resolve } from 'node:path';
import type { System } from './system.ts';

const PRELOADED = ['support/loopback-only', 'http/drawn'].map((name) => `--require ${resolve(`test/${name}.cjs`)}`);

/** The environment of an app that reaches nothing but this machine, and whose chance is decided: at 0 everything is told. */
export function drawing(draw: number): { readonly NODE_OPTIONS: string; readonly DRAWN: string } {
  return { NODE_OPTIONS: PRELOADED.join(' '), DRAWN: String(draw) };
}

export interface Arrived {
  readonly name: string;
  readonly time: string;
  readonly sampleRate: number;
  readonly operation: string | undefined;
  readonly parent: string | undefined;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
}

interface RawEnvelope {
  readonly time: string;
  readonly sampleRate: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: {
    readonly baseData: Readonly<Record<string, unknown>> & {
      readonly name?: string;
      readonly metrics?: readonly [{ readonly name: string }];
      readonly properties: Readonly<Record<string, string>>;
    };
  };
}

export function arrived(system: System, name?: string): readonly Arrived[] {
  const all = (system.azure.envelopes.list() as unknown as readonly RawEnvelope[]).map(
    ({ time, sampleRate, tags, data: { baseData } }) => ({
      name: baseData.name ?? baseData.metrics?.[0].name ?? '',
      time,
      sampleRate,
      operation: tags['ai.operation.id'],
      parent: tags['ai.operation.parentId'],
      properties: baseData.properties,
      data: baseData,
    }),
  );
  return name === undefined ? all : all.filter((envelope) => envelope.name === name);
}

/** The records of the request with that id, once the event of that name is among them; what comes together arrives together. */
export async function recordsOf(system: System, requestId: string | null, event = 'mint'): Promise<readonly Arrived[]> {
  const found = () => arrived(system).filter(({ properties }) => properties['requestId'] === requestId);
  await system.until(() => found().some(({ name }) => name === event));
  return found();
}
