/** Entry of a process: the emulated Azure by itself, so that it shares no event loop with the load generator. */
import { startAzure } from '../../local/azure/azure.ts';

const { environment, urls, stop } = await startAzure({ telemetry: true });
process.on('disconnect', () => void stop().then(() => process.exit(0)));
process.send?.({ environment, urls });
