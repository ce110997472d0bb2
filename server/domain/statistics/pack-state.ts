/** Plain data in two pieces: hundreds of small arrays and records would cost several times the memory of their numbers. */
export interface PackedState {
  /** Everything but the typed arrays, as JSON. */
  readonly text: string;
  /** The typed arrays, one behind the other. */
  readonly numbers: Float64Array;
}

/** Under this name stands in the JSON what JSON cannot say. No state has a field of that name. */
const mark = "$";

type Marked = { readonly [mark]: string | readonly [from: number, length: number] };

/** Packs what `copyState` copies; `unpackState` gives an equal state, to the last bit of every number. */
export function packState(state: unknown): PackedState {
  const arrays: Float64Array[] = [];
  let length = 0;
  const text = JSON.stringify(state, (_, value: unknown): unknown => {
    if (value instanceof Float64Array) {
      arrays.push(value);
      length += value.length;
      return { [mark]: [length - value.length, value.length] } satisfies Marked;
    }
    if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
    return { [mark]: Object.is(value, -0) ? "-0" : String(value) } satisfies Marked;
  });
  const numbers = new Float64Array(length);
  let at = 0;
  for (const array of arrays) {
    numbers.set(array, at);
    at += array.length;
  }
  return { text, numbers };
}

/** A fresh state; nothing of it is shared with the packed one. */
export function unpackState<T>({ text, numbers }: PackedState): T {
  return JSON.parse(text, (_, value: unknown): unknown => {
    if (typeof value !== "object" || value === null || !(mark in value)) return value;
    const { [mark]: marked } = value as Marked;
    return typeof marked === "string" ? Number(marked) : numbers.slice(marked[0], marked[0] + marked[1]);
  }) as T;
}
