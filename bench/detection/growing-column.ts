/** Numbers that come one after the other, without an object for each. */
export interface GrowingColumn<T> {
  readonly length: number;
  push(value: number): void;
  /** What was pushed so far, as a copy of its own length. */
  toColumn(): T;
}

type NumberColumn = Float64Array | Uint32Array | Uint8Array;

const firstLength = 1024;

/** An empty column of the kind that `create` makes. */
export function createGrowingColumn<T extends NumberColumn>(create: (length: number) => T): GrowingColumn<T> {
  let column = create(firstLength);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === column.length) {
        const longer = create(2 * length);
        longer.set(column);
        column = longer;
      }
      column[length++] = value;
    },
    toColumn: () => column.slice(0, length) as T,
  };
}
