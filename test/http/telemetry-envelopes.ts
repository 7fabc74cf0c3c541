/** What arrived at the emulated ingestion, read as a query would. */
import type { System } from './system.ts';

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
