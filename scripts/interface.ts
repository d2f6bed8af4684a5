// What a module of kernels shows to its host, told by the compiler itself while it compiles: the signature of every export, and
// the layout of every structure, a class marked @unmanaged in assembly/.
//
// Offsets are those that the compiler puts into the module's loads and stores: they cannot differ from what kernels read.
// scripts/build.ts writes all of it to src/backend/wasm/interface.generated.ts, where a facade that forgets a field or an
// argument does not compile.
import { Class, FunctionPrototype, Function as Kernel, type Program, PropertyPrototype } from "assemblyscript";
import asc from "assemblyscript/asc";

/** Text of a member of an object type or object, by its name. */
type Members = ReadonlyMap<string, string>;

/** What one module shows. */
export interface Interface {
  /** Methods that it exports. */
  readonly exports: Members;
  /** Layouts of the structures that it works on. */
  readonly layouts: Members;
}

/** Compiles `assembly/<entry>.ts` as a target of asconfig.json. */
export async function compileTarget(target: string, entry: string): Promise<Interface> {
  let program: Program | undefined;
  let found: Interface | undefined;
  const transform = {
    afterInitialize(initialized: Program) {
      program = initialized;
    },
    afterCompile() {
      if (program) found = { exports: exportsOf(program, `assembly/${entry}`), layouts: layoutsOf(program) };
    },
  };
  const { error } = await asc.main([`assembly/${entry}.ts`, "--target", target], {
    stdout: process.stdout,
    stderr: process.stderr,
    transforms: [transform as unknown as asc.Transform],
  });
  if (error) throw error;
  if (!found?.exports.size) throw new Error(`${target}: the compiler told of no export`);
  return found;
}

/** The functions that the entry exports. */
function exportsOf(program: Program, entry: string): Members {
  const found = new Map<string, string>();
  for (const [name, element] of program.filesByName.get(entry)?.exports ?? []) {
    const [kernel] = element instanceof FunctionPrototype ? (element.instances?.values() ?? []) : [];
    if (!(kernel instanceof Kernel)) throw new Error(`${name}: kernels export functions alone`);
    const { parameterTypes, returnType } = kernel.signature;
    const parameters = parameterTypes.map((type, k) => {
      const parameter = kernel.getParameterName(k);
      return `${parameter}: ${/(^p|P)tr$/.test(parameter) ? "Address" : type}`;
    });
    found.set(name, `(${parameters.join(", ")}): ${returnType}`);
  }
  return found;
}

/** The classes of assembly/ that the module works on; a `usize` in one of them is an address. */
function layoutsOf(program: Program): Members {
  const found = new Map<string, string>();
  for (const [path, structure] of program.instancesByName) {
    if (!(structure instanceof Class) || !path.startsWith("assembly/")) continue;
    const fields: string[] = [];
    for (const [name, member] of structure.members ?? []) {
      const field = member instanceof PropertyPrototype && member.isField ? member.instance : undefined;
      if (field) fields.push(`    ${name}: [${field.memoryOffset}, "${field.type}"],\n`);
    }
    if (fields.length === 0) throw new Error(`${path}: the compiler told of no field`);
    if (found.has(structure.name)) throw new Error(`${path}: there is another structure of this name`);
    found.set(structure.name, `{\n  bytes: ${structure.nextMemoryOffset},\n  fields: {\n${fields.join("")}  },\n}`);
  }
  return found;
}

/** The TypeScript that describes modules, given by their names. */
export function describe(modules: Readonly<Record<string, Interface>>): string {
  const all = Object.entries(modules);
  const exports = all.map(([module, shown]) => {
    const methods = [...shown.exports].map(([name, signature]) => `  ${name}${signature};\n`);
    return `\n/** What ${module}.wasm exports. */\nexport type ${module[0].toUpperCase()}${module.slice(1)}Exports = {\n${methods.join("")}};\n`;
  });
  const layouts = joined(all.map(([, shown]) => shown.layouts)).map(
    ([name, layout]) =>
      `\n/** Layout of \`${name}\` in assembly/. */\nexport const ${name}Layout = ${layout} as const;\n`,
  );
  const types = Object.entries(NUMBERS).filter(([name]) => new RegExp(`: ${name}\\b`).test(exports.join("")));
  return [
    '// Made by scripts/build.ts from assembly/.\nimport type { Address } from "./address.ts";\n\n',
    ...types.map(([name, type]) => `type ${name} = ${type};\n`),
    ...exports,
    ...layouts,
  ].join("");
}

/** What JavaScript hands over for a number of a kernel. */
const NUMBERS = {
  bool: "0 | 1",
  i32: "number",
  u32: "number",
  i64: "bigint",
  u64: "bigint",
  f32: "number",
  f64: "number",
  usize: "number",
};

/** The members of all; those of one name are the same. */
function joined(all: readonly Members[]): [string, string][] {
  const found = new Map<string, string>();
  for (const [name, text] of all.flatMap((members) => [...members])) {
    if ((found.get(name) ?? text) !== text) throw new Error(`${name}: two modules differ in it`);
    found.set(name, text);
  }
  return [...found];
}
