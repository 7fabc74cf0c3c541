/**
 * One invocation, in the order of Microsoft's worker (InvocationHandler of 3.9.1): arguments, preInvocation hooks, the
 * handler, postInvocation hooks, the answer. What throws here is the host's empty 500.
 */
import type {
  CoreInvocationContext,
  FunctionCallback,
  InvocationModel,
  InvocationState,
  RpcHttpResponse,
  RpcTypedData,
  TraceContext,
} from './core-types.ts';
import type { CoreLog, FunctionsCore, RegisteredFunction } from './functions-core.ts';
import { runHooks, withReadOnly } from './hooks.ts';
import { triggerOf } from './triggers.ts';

/** One run of one function. */
interface Invocation {
  readonly invocationId: string;
  readonly input: RpcTypedData;
  readonly traceContext: TraceContext;
}

/** Answers `undefined` when the handler returned nothing, or was not asked over HTTP. */
export type Invoke = (target: RegisteredFunction, invocation: Invocation) => Promise<RpcHttpResponse | undefined>;

/** What the host writes of an invocation that failed. */
export function logFailure(log: CoreLog, functionName: string, invocationId: string, error: unknown): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log('error', `Function.${functionName}`, `Executed 'Functions.${functionName}' (Failed): ${detail}`, invocationId);
}

/** Creates the invoker of everything registered in `core`. */
export function createInvoke(core: FunctionsCore, log: CoreLog): Invoke {
  return async (target, invocation) => {
    const programmingModel = core.model();
    if (programmingModel === undefined) throw new Error('No programming model is set.');
    const coreContext = toCoreContext(target, invocation, log);
    let invocationContext: object | null = null;
    withLogHooks(core, coreContext, () => invocationContext);
    const model = programmingModel.getInvocationModel(coreContext);
    const { context, inputs } = await model.getArguments();
    invocationContext = context;
    const fixed = { hookData: {}, invocationContext: context };

    const pre = withReadOnly({ inputs, functionCallback: target.callback }, fixed);
    await inState(coreContext, 'preInvocationHooks', () => runHooks(core, 'preInvocation', pre));

    const outcome = await inState(coreContext, 'invocation', () => runHandler(model, context, pre));
    const post = withReadOnly({ inputs: pre.inputs, ...outcome }, fixed);
    await inState(coreContext, 'postInvocationHooks', () => runHooks(core, 'postInvocation', post));

    // The worker's own test: `throw undefined` in a handler is an empty success.
    if (post.error !== null && post.error !== undefined) throw post.error;
    const { returnValue } = await model.getResponse(context, post.result);
    return returnValue?.http;
  };
}

function toCoreContext(target: RegisteredFunction, invocation: Invocation, log: CoreLog): CoreInvocationContext {
  const { metadata } = target;
  const { invocationId } = invocation;
  return {
    invocationId,
    metadata,
    request: {
      invocationId,
      inputData: [{ name: triggerOf(target).name, data: invocation.input }],
      triggerMetadata: {},
      traceContext: invocation.traceContext,
    },
    state: undefined,
    log: (level, category, message) =>
      log(level, category === 'user' ? `${metadata.name}.Invocation` : category, message, invocationId),
  };
}

/** Lets `log` hooks see, change and mute-by-level what is logged inside an invocation, before it is written. */
function withLogHooks(
  core: FunctionsCore,
  context: CoreInvocationContext,
  invocationContext: () => object | null,
): void {
  const write = context.log.bind(context);
  context.log = (level, category, message) => {
    const record = withReadOnly({ level, message }, { category, invocationContext: invocationContext(), hookData: {} });
    for (const hook of core.hooks('log')) hook(record);
    write(record.level, category, record.message);
  };
}

async function inState<T>(context: CoreInvocationContext, state: InvocationState, work: () => Promise<T>): Promise<T> {
  context.state = state;
  try {
    return await work();
  } finally {
    context.state = undefined;
  }
}

async function runHandler(
  model: InvocationModel,
  context: object,
  pre: { readonly inputs: unknown[]; readonly functionCallback: FunctionCallback },
): Promise<{ result: unknown; error: unknown }> {
  try {
    return { result: await model.invokeFunction(context, pre.inputs, pre.functionCallback), error: null };
  } catch (error) {
    return { result: null, error };
  }
}
