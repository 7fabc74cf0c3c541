/**
 * The part of `@azure/functions-core` that `@azure/functions` 4.16 uses. The package exists only inside Microsoft's
 * worker, so there is nothing to install; these shapes were read in the source of both sides and cover HTTP and timers only.
 */

/** One binding of a function; an HTTP trigger also carries its route and methods, a timer its schedule. */
export interface BindingInfo {
  readonly type?: string;
  readonly direction?: string;
  readonly route?: string;
  readonly methods?: readonly string[];
  readonly schedule?: string;
  readonly runOnStartup?: boolean;
  readonly useMonitor?: boolean;
}

/** What `app.http` or `app.timer` hands over at registration. Binding names are generated: look for the type, never for a name. */
export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, BindingInfo>>;
}

/** A handler as the worker sees it: the inputs, then the invocation context. */
export type FunctionCallback = (...args: unknown[]) => unknown;

/** A hook as `@azure/functions` registers it; it wraps the given object in the context class of its public API. */
export type HookCallback = (context: object) => unknown;

/** The hooks the worker knows; any other name is refused. */
export type HookName = 'appStart' | 'appTerminate' | 'preInvocation' | 'postInvocation' | 'log';

/** A value of a map in the worker's protocol. */
export interface NullableString {
  readonly value: string;
}

/** A request in the worker's protocol. */
export interface RpcHttpRequest {
  readonly method: string;
  readonly url: string;
  readonly nullableHeaders: Readonly<Record<string, NullableString>>;
  readonly nullableQuery: Readonly<Record<string, NullableString>>;
  readonly nullableParams: Readonly<Record<string, NullableString>>;
  readonly body?: { readonly bytes: Uint8Array };
}

/** A cookie in the worker's protocol; `none` means that the handler did not say. */
export interface RpcCookie {
  readonly name: string;
  readonly value: string;
  readonly domain?: NullableString;
  readonly path?: NullableString;
  readonly expires?: { readonly value: { readonly seconds: number } };
  readonly secure?: { readonly value: boolean };
  readonly httpOnly?: { readonly value: boolean };
  readonly sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
  readonly maxAge?: { readonly value: number };
}

/** An answer in the worker's protocol. */
export interface RpcHttpResponse {
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly RpcCookie[];
  readonly body?: { readonly bytes?: Uint8Array; readonly string?: string } | null;
}

/** What starts an invocation, in the worker's protocol: a request, or for a timer text that is JSON. */
export type RpcTypedData = { readonly http: RpcHttpRequest } | { readonly json: string };

/** W3C trace context of one invocation. */
export interface TraceContext {
  readonly traceParent: string;
  readonly traceState: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The phase an invocation is in: it decides whether a log call is answered with the "after completion" warning. */
export type InvocationState = 'preInvocationHooks' | 'invocation' | 'postInvocationHooks';

/** What the worker gives `@azure/functions` for one invocation. */
export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly metadata: FunctionMetadata;
  readonly request: {
    readonly invocationId: string;
    readonly inputData: readonly { readonly name: string; readonly data: RpcTypedData }[];
    readonly triggerMetadata: Readonly<Record<string, never>>;
    readonly traceContext: TraceContext;
  };
  state: InvocationState | undefined;
  log(level: string, category: string, message: string): void;
}

/** What `@azure/functions` does for one invocation: real conversions in and out. */
export interface InvocationModel {
  getArguments(): Promise<{ readonly context: object; readonly inputs: unknown[] }>;
  invokeFunction(context: object, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(
    context: object,
    result: unknown,
  ): Promise<{ readonly returnValue?: { readonly http?: RpcHttpResponse } | null }>;
}

/** `@azure/functions` itself, as it introduces itself at its first registration. */
export interface ProgrammingModel {
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
  getInvocationModel(context: CoreInvocationContext): InvocationModel;
}
