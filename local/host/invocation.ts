/**
 * One invocation, in the order of Microsoft's worker (InvocationHandler of 3.9.1): arguments, preInvocation hooks, the
 * handler, postInvocation hooks, the answer. What throws here is the host's empty 500.
 */
import type {
  CoreInvocationContext,
  FunctionCallback,
  InvocationModel,
  InvocationState,
  RpcHttpRequest,
  RpcHttpResponse,
  TraceContext,
} from './core-types.ts';
import type { CoreLog, FunctionsCore, RegisteredFunction } from './functions-core.ts';
import { runHooks, withReadOnly } from './hooks.ts';

/** One call of one function. */
interface Invocation {
  readonly invocationId: string;
  readonly http: RpcHttpRequest;
  readonly traceContext: TraceContext;
}

/** Answers `undefined` when the handler returned nothing. */
export type Invoke = (target: RegisteredFunction, invocation: Invocation) => Promise<RpcHttpResponse | undefined>;

function toCoreContext(target: RegisteredFunction, call: Invocation, log: CoreLog): CoreInvocationContext {
  const { metadata } = target;
  const trigger = Object.entries(metadata.bindings).find(([, binding]) => binding.type === 'httpTrigger');
  if (trigger === undefined) throw new Error(`Function "${metadata.name}" has no HTTP trigger.`);
  const { invocationId } = call;
  return {
    invocationId,
    metadata,
    request: {
      invocationId,
      inputData: [{ name: trigger[0], data: { http: call.http } }],
      triggerMetadata: {},
      traceContext: call.traceContext,
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

/** Creates the invoker of everything registered in `core`. */
export function createInvoke(core: FunctionsCore, log: CoreLog): Invoke {
  return async (target, call) => {
    const programmingModel = core.model();
    if (programmingModel === undefined) throw new Error('No programming model is set.');
    const coreContext = toCoreContext(target, call, log);
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
