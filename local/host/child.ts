/**
 * Entry of the worker process: `node child.ts <port> [--movable-clock] [--placeholder] [--stopped-timer=<function>…]`,
 * started in the package root with the environment of the app; a placeholder is given both later.
 * It supplies `@azure/functions-core` the way Microsoft's worker does, by intercepting `require`.
 */
import { writeSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { PortTakenError } from '../kit/listen.ts';
import { createFunctionsCore } from './functions-core.ts';
import {
  type HostLog,
  type HostMessage,
  LOG_PIPE,
  MOVABLE_CLOCK_FLAG,
  PLACEHOLDER_FLAG,
  STOPPED_TIMER_FLAG,
  type WorkerMessage,
} from './messages.ts';
import { installMovableClock } from './movable-clock.ts';
import { startWorker } from './worker.ts';

function log(level: string, category: string, message: string, invocationId?: string): void {
  const record: HostLog = {
    time: new Date().toISOString(),
    level,
    category,
    ...(invocationId === undefined ? {} : { invocationId }),
    message,
  };
  writeSync(LOG_PIPE, `${JSON.stringify(record)}\n`);
}

function send(message: WorkerMessage, sent: () => void = () => undefined): void {
  process.send?.(message, sent);
}

// An unhandled rejection arrives here too. Microsoft's worker ends, and with it every invocation in flight.
process.on('uncaughtException', (error) => {
  log('critical', 'system', `Worker uncaught exception: ${error instanceof Error ? error.stack : String(error)}`);
  process.exit(1);
});

const core = createFunctionsCore(log);
const nativeRequire: (this: unknown, id: string) => unknown = Module.prototype.require;
Module.prototype.require = Object.assign(function (this: unknown, id: string): unknown {
  return id === '@azure/functions-core' ? core.module : nativeRequire.call(this, id);
}, Module.prototype.require);

// Before the app is loaded, which may keep Date.now.
const advance = process.argv.includes(MOVABLE_CLOCK_FLAG) ? installMovableClock() : undefined;
let terminate = (): void => process.exit(0);
let clockMoved = (): void => undefined;
// Ctrl-C reaches the whole process group; the parent decides what happens and says so.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => terminate());
process.on('disconnect', () => terminate());
process.on('message', (message: HostMessage) => {
  if (message.type === 'terminate') return terminate();
  if (message.type === 'specialize') return;
  advance?.(message.ms);
  clockMoved();
  send({ type: 'advanced' });
});

/** As the worker takes a FunctionEnvironmentReloadRequest: the environment is replaced, not added to. */
async function specialized(): Promise<void> {
  const message = await new Promise<HostMessage>((resolve) => {
    process.once('message', resolve);
    send({ type: 'waiting' });
  });
  if (message.type !== 'specialize') return;
  process.env = { ...message.environment };
  process.chdir(message.packageRoot);
}

try {
  if (process.argv.includes(PLACEHOLDER_FLAG)) await specialized();
  const worker = await startWorker({
    packageRoot: process.cwd(),
    port: Number(process.argv[2] ?? 0),
    environment: process.env,
    stoppedTimers: process.argv.flatMap((flag) =>
      flag.startsWith(STOPPED_TIMER_FLAG) ? [flag.slice(STOPPED_TIMER_FLAG.length)] : [],
    ),
    onTimerStopped: (functionName) => send({ type: 'timerStopped', functionName }, () => process.exit(1)),
    core,
    log,
    load: createRequire(import.meta.url),
    exit: (code) => process.exit(code),
  });
  ({ terminate, clockMoved } = worker);
  send({ type: 'listening', port: worker.port });
} catch (error) {
  const failed = { type: 'failed', message: error instanceof Error ? error.message : String(error) } as const;
  send(error instanceof PortTakenError ? { type: 'portTaken' } : failed, () => process.exit(1));
}
