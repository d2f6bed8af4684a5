/** An adjacency matrix as numpy.save writes it. */
import { type NpyArray, readNpy } from "../npy.ts";
import type { ConnectivityFormat, ConnectivityOptions, StatedNetwork } from "./format.ts";
import { matrixNetwork } from "./matrix.ts";
import { refusal } from "./words.ts";

export const npyMatrix: ConnectivityFormat = {
  takes: ["matrixRows"],
  recognise: ({ bytes }) => bytes[0] === 0x93 && bytes[1] === 0x4e && bytes[2] === 0x55,
  read({ bytes, name }, options) {
    const array = savedAgain(() => readNpy(bytes, name), "numpy.save(file, W.astype(float))");
    return arrayNetwork(name, array, options, "matrix (.npy)");
  },
};

/** The network of an array that is a matrix. */
export function arrayNetwork(
  name: string,
  { data, shape, dtype }: NpyArray,
  options: ConnectivityOptions,
  label: string,
  names?: readonly string[],
): StatedNetwork {
  if (shape.length !== 2) {
    throw refusal(
      name,
      `must hold a matrix [N × N], got ${shape.length === 0 ? "a single number" : `an array of shape ${shape.join(" × ")}`}`,
      "save one matrix, numpy.save(file, W)",
    );
  }
  const [rows, columns] = shape;
  const isBoolean = dtype === "|b1";
  return matrixNetwork(name, [rows, columns], (i, j) => Number(data[i * columns + j]), options, {
    label,
    isBoolean,
    ...(names && { names }),
  });
}

/** What the readers of NumPy's files refuse, with how to save what can be read. */
export function savedAgain<Value>(read: () => Value, how: string): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof TypeError) throw new TypeError(`${error.message}; save it as ${how} does`);
    if (error instanceof RangeError) throw new RangeError(`${error.message}; save it again by ${how}`);
    throw error;
  }
}
