/**
 * Structures of the kernels in linear memory, read and written by the names of their fields.
 *
 * A structure is declared once, as an `@unmanaged` class in assembly/. The build writes its layout, as the compiler gave it out, to
 * interface.generated.ts. Whoever makes one here states every field: a field that is added, renamed or taken away in assembly/ is an
 * error of types, and one that moves or changes its width moves here as well.
 */
import type { Address } from "./address.ts";

/** What a field of each type of the kernels is in TypeScript. */
interface Held {
  i32: number;
  u32: number;
  f64: number;
  usize: Address;
}

/** Size in bytes, and offset in bytes and type of each field. */
export interface Layout {
  readonly bytes: number;
  readonly fields: Readonly<Record<string, readonly [offset: number, type: keyof Held]>>;
}

/** A value for every field of a layout, by its name. */
export type Values<L extends Layout> = { [Name in keyof L["fields"]]: Held[L["fields"][Name][1]] };

/** One structure; a view of it is made anew whenever the memory has grown since. */
export class Structure<L extends Layout> {
  private cached: DataView;

  constructor(
    private readonly memory: { readonly buffer: ArrayBuffer },
    private readonly layout: L,
    readonly address: Address,
  ) {
    this.cached = new DataView(memory.buffer, address, layout.bytes);
  }

  get<Name extends keyof L["fields"] & string>(name: Name): Values<L>[Name] {
    const field = this.layout.fields[name];
    const { view } = this;
    switch (field[1]) {
      case "f64":
        return view.getFloat64(field[0], LITTLE) as Values<L>[Name];
      case "i32":
        return view.getInt32(field[0], LITTLE) as Values<L>[Name];
      default:
        return view.getUint32(field[0], LITTLE) as Values<L>[Name];
    }
  }

  set(values: Partial<Values<L>>): void {
    const { view } = this;
    const { fields } = this.layout;
    for (const name in values) {
      const field = fields[name];
      const value = values[name] as number;
      // the words of integers are the same with and without a sign
      if (field[1] === "f64") view.setFloat64(field[0], value, LITTLE);
      else view.setInt32(field[0], value, LITTLE);
    }
  }

  private get view(): DataView {
    if (this.cached.buffer !== this.memory.buffer) {
      this.cached = new DataView(this.memory.buffer, this.address, this.layout.bytes);
    }
    return this.cached;
  }
}

/** The memory of WebAssembly is little-endian on every machine. */
const LITTLE = true;
