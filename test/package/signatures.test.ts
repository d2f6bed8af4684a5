/** The signatures of the package's exports: what only the package itself hands over is no parameter of theirs. */
import { resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

/**
 * Names of what the package's own callers hand over: the function that messages name, the pause of a task, whether a plan will be
 * run, and the callbacks in whose place there are stores of results.
 */
const INTERNAL = new Set(["where", "pause", "isRun", "known", "onRow", "knownReference", "onReference"]);

/** The parameters of a function, and the options within them, as "capacity(options.signal)". */
function parametersOf(
  checker: ts.TypeChecker,
  name: string,
  type: ts.Type,
): { readonly path: string; readonly own: string }[] {
  return [...type.getCallSignatures(), ...type.getConstructSignatures()].flatMap((signature) =>
    signature.parameters.flatMap((parameter) => {
      const options = checker.getNonNullableType(checker.getTypeOfSymbol(parameter));
      // of functions and of lists the properties are JavaScript's own
      const isTable = options.getCallSignatures().length === 0 && !checker.isArrayLikeType(options);
      const entries = isTable && options.flags & ts.TypeFlags.Object ? options.getProperties() : [];
      return [
        { path: `${name}(${parameter.name})`, own: parameter.name },
        ...entries.map((entry) => ({ path: `${name}(${parameter.name}.${entry.name})`, own: entry.name })),
      ];
    }),
  );
}

test("no function that is exported takes what is the package's own", () => {
  const entries = ["index", "plot", "node", "element/index", "data/digits"].map((name) =>
    resolve(`dist/types/${name}.d.ts`),
  );
  const program = ts.createProgram(entries, {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const parameters = entries.flatMap((entry) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(entry)!)!;
    return checker
      .getExportsOfModule(module)
      .flatMap((symbol) => parametersOf(checker, symbol.name, checker.getTypeOfSymbol(resolved(checker, symbol))));
  });
  const paths = parameters.map(({ path }) => path);
  // the check sees both
  expect(paths).toContain("capacity(options)");
  expect(paths).toContain("capacity(options.results)");
  expect(parameters.filter(({ own }) => INTERNAL.has(own)).map(({ path }) => path)).toEqual([]);
});

function resolved(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}
