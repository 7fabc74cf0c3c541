/** The bundle that ships, in the function host's process, with a clock that moves. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { type RunningHost, startHost } from '../../local/host/start-host.ts';

/** The folder is jest.config.mjs's. A worker is given its environment whole, and so does not inherit it. */
const COMPILE_CACHE = { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '' };

/**
 * @param environment wins over what the emulated Azure gives.
 * @param packageRoot of another version's app.
 */
export function startTestHost(
  azure: EmulatedAzure,
  environment: Readonly<Record<string, string>> = {},
  placeholder = false,
  packageRoot = '.',
): Promise<RunningHost> {
  const all = { ...COMPILE_CACHE, ...azure.environment, ...environment };
  return startHost({ packageRoot, environment: all, movableClock: true, placeholder });
}
