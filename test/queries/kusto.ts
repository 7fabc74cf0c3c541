/**
 * Kusto’s own language service, Microsoft’s C# translated: two plain scripts that make globals, so they run in a
 * context of their own and not in Jest’s module system. Typed here as far as it is used.
 */
import { readFileSync } from 'node:fs';
import { createContext, Script } from 'node:vm';
import TABLES from './tables.json';

interface List<T> {
  readonly Count: number;
  getItem(index: number): T;
}
export interface SyntaxNode {
  readonly Kind: number;
  readonly Parent: SyntaxNode | null;
  readonly ChildCount: number;
  GetChild(index: number): SyntaxNode | null;
  /** Of names, calls and literals. */
  readonly SimpleName?: string;
  readonly Name?: SyntaxNode;
  readonly LiteralValue?: unknown;
}
interface Code {
  readonly Syntax: SyntaxNode;
  /** Without columns where they cannot be known. */
  readonly ResultType: { readonly Columns?: List<{ readonly Name: string; readonly Type: { readonly Name: string } }> };
  GetDiagnostics(): List<{ readonly Code: string; readonly Message: string }>;
}
type Globals = object;
interface Kusto {
  readonly Language: {
    readonly KustoCode: { ParseAndAnalyze(text: string, globals: Globals): Code };
    readonly GlobalState: { readonly Default: { WithDatabase(database: object): Globals } };
    readonly Syntax: { readonly SyntaxKind: Readonly<Record<string, unknown>> };
    readonly Symbols: {
      readonly TableSymbol: { readonly $ctor7: new (name: string, schema: string, description: null) => object };
      readonly DatabaseSymbol: {
        readonly $ctor2: new (name: string, other: null, tables: readonly object[]) => object;
      };
    };
  };
}

export interface ParsedQuery {
  /** What the service says: an unknown table, column or function, a wrong type, a mistake in writing. */
  readonly diagnostics: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  /** All of the syntax. */
  readonly nodes: readonly SyntaxNode[];
  kindOf(node: SyntaxNode): string;
}

/** Where a query is asked: the component has telemetry, the workspace the logs of other resources. */
export type Place = keyof typeof TABLES;

/** Of each the common columns and the tables. */
const PLACES: Readonly<Record<Place, Readonly<Record<string, Readonly<Record<string, string>>>>>> = TABLES;

export function tablesOf(place: Place): readonly string[] {
  return Object.keys(PLACES[place]).filter((name) => name !== '*');
}

/** Takes half a second, and the first query of it another. */
export function createParser(): (text: string, place?: Place) => ParsedQuery {
  const { Language } = loadService();
  const { TableSymbol, DatabaseSymbol } = Language.Symbols;
  const databaseOf = (place: Place) => {
    const tables = tablesOf(place).map((name) => {
      const columns = Object.entries({ ...PLACES[place]['*'], ...PLACES[place][name] });
      return new TableSymbol.$ctor7(
        name,
        `(${columns.map(([column, type]) => `${column}: ${type}`).join(', ')})`,
        null,
      );
    });
    return Language.GlobalState.Default.WithDatabase(new DatabaseSymbol.$ctor2(place, null, tables));
  };
  const databases = { component: databaseOf('component'), workspace: databaseOf('workspace') };
  const kinds = new Map(Object.entries(Language.Syntax.SyntaxKind).map(([name, kind]) => [kind, name]));

  return function parse(text, place = 'component') {
    const code = Language.KustoCode.ParseAndAnalyze(text, databases[place]);
    const columns = code.ResultType.Columns ? toArray(code.ResultType.Columns) : [];
    return {
      diagnostics: toArray(code.GetDiagnostics()).map(({ Code: id, Message }) => `${id}: ${Message}`),
      columns: Object.fromEntries(columns.map(({ Name, Type }) => [Name, Type.Name])),
      nodes: nodesBelow(code.Syntax),
      kindOf: ({ Kind }) => kinds.get(Kind) ?? '',
    };
  };
}

function loadService(): Kusto {
  const context = createContext({});
  for (const filename of [
    require.resolve('@kusto/language-service-next/bridge.min.js'),
    require.resolve('@kusto/language-service-next/Kusto.Language.Bridge.min.js'),
  ]) {
    new Script(readFileSync(filename, 'utf8'), { filename }).runInContext(context);
  }
  return context['Kusto'] as Kusto;
}

export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  return Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter((child) => child !== null);
}

export function nodesBelow(node: SyntaxNode): readonly SyntaxNode[] {
  return [node, ...childrenOf(node).flatMap(nodesBelow)];
}

function toArray<T>(list: List<T>): readonly T[] {
  return Array.from({ length: list.Count }, (_, index) => list.getItem(index));
}
