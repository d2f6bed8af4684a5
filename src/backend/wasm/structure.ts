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
    const [offset, type] = this.layout.fields[name];
    return READ[type](this.view, offset) as Values<L>[Name];
  }

  set(values: Partial<Values<L>>): void {
    const { view } = this;
    for (const name in values) {
      const [offset, type] = this.layout.fields[name];
      WRITE[type](view, offset, values[name] as number);
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

const READ: Readonly<Record<keyof Held, (view: DataView, offset: number) => number>> = {
  i32: (view, offset) => view.getInt32(offset, LITTLE),
  u32: (view, offset) => view.getUint32(offset, LITTLE),
  f64: (view, offset) => view.getFloat64(offset, LITTLE),
  usize: (view, offset) => view.getUint32(offset, LITTLE),
};

const WRITE: Readonly<Record<keyof Held, (view: DataView, offset: number, value: number) => void>> = {
  i32: (view, offset, value) => view.setInt32(offset, value, LITTLE),
  u32: (view, offset, value) => view.setUint32(offset, value, LITTLE),
  f64: (view, offset, value) => view.setFloat64(offset, value, LITTLE),
  usize: (view, offset, value) => view.setUint32(offset, value, LITTLE),
};
