/**
 * Names by their bytes, numbered from 0 in the order in which they were first seen. Looking one up makes no object;
 * names that come in the order of the time before are not even hashed.
 */
export interface ByteTable {
  readonly size: number;
  /** Memory in which the names themselves are kept, bytes. */
  readonly heldBytes: number;
  /** The name that last came behind name `after` (-1: the beginning), if it stands at `at` again; else -1. */
  guess(after: number, body: DataView, at: number): number;
  /** The number of the bytes [from, to); -1 when they are new. */
  find(bytes: Uint8Array, from: number, to: number): number;
  /** Gives new bytes the next number. */
  add(bytes: Uint8Array, from: number, to: number): number;
  /** Remembers that name `index` came behind name `after`. */
  follow(after: number, index: number): void;
  /** Length of a name, bytes. */
  lengthOf(index: number): number;
  /** The bytes of a name; the memory is the table's own. */
  bytesOf(index: number): Uint8Array;
  /** Forgets everything and gives the memory back. */
  clear(): void;
}

const firstNames = 256;
const firstBytes = 8192;

/** A table stays at most this full, so that a name is found within a few steps. */
const slotsPerName = 4;

const fnvPrime = 16_777_619;

/** `seed` keeps senders from choosing names that all fall into the same place. */
export function createByteTable(seed: number): ByteTable {
  let size = 0;
  let held = 0;
  let arena = new Uint8Array(0);
  let names = new DataView(arena.buffer);
  let starts = new Int32Array(0);
  let hashes = new Int32Array(0);
  let followers = new Int32Array(0);
  let slots = new Int32Array(0);

  const clear = (): void => {
    size = 0;
    held = 0;
    arena = new Uint8Array(firstBytes);
    names = new DataView(arena.buffer);
    starts = new Int32Array(firstNames + 1);
    hashes = new Int32Array(firstNames);
    followers = new Int32Array(firstNames + 1).fill(-1);
    slots = new Int32Array(firstNames * slotsPerName).fill(-1);
  };
  clear();

  const stands = (index: number, body: DataView, at: number): boolean => {
    const start = starts[index]!;
    const length = starts[index + 1]! - start;
    if (at + length > body.byteLength) return false;
    let i = 0;
    // Four bytes at a time: most of the time of reading a line goes into comparing names.
    for (; i + 4 <= length; i += 4) if (names.getInt32(start + i) !== body.getInt32(at + i)) return false;
    for (; i < length; i++) if (names.getUint8(start + i) !== body.getUint8(at + i)) return false;
    return true;
  };

  const place = (hash: number, index: number): void => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = index;
  };

  const grow = (length: number): void => {
    if (held + length > arena.length) {
      const larger = new Uint8Array(Math.max(arena.length * 2, held + length));
      larger.set(arena);
      arena = larger;
      names = new DataView(arena.buffer);
    }
    if (size < hashes.length) return;
    starts = extended(starts, size * 2 + 1, 0);
    followers = extended(followers, size * 2 + 1, -1);
    hashes = extended(hashes, size * 2, 0);
    slots = new Int32Array(hashes.length * slotsPerName).fill(-1);
    for (let i = 0; i < size; i++) place(hashes[i]!, i);
  };

  const toHash = (bytes: Uint8Array, from: number, to: number): number => {
    let hash = seed;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, fnvPrime);
    // The low bits choose the place; the high ones know more of the name's beginning.
    return hash ^ (hash >>> 15);
  };

  return {
    get size() {
      return size;
    },
    get heldBytes() {
      return held;
    },
    guess(after, body, at) {
      const index = followers[after + 1]!;
      return index !== -1 && stands(index, body, at) ? index : -1;
    },
    find(bytes, from, to) {
      const hash = toHash(bytes, from, to);
      const mask = slots.length - 1;
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const index = slots[slot]!;
        if (index === -1) return -1;
        const isSame = hashes[index] === hash && starts[index + 1]! - starts[index]! === to - from;
        if (isSame && stands(index, toView(bytes), from)) return index;
      }
    },
    add(bytes, from, to) {
      const hash = toHash(bytes, from, to);
      grow(to - from);
      arena.set(bytes.subarray(from, to), held);
      held += to - from;
      hashes[size] = hash;
      starts[size + 1] = held;
      place(hash, size);
      return size++;
    },
    follow(after, index) {
      followers[after + 1] = index;
    },
    lengthOf: (index) => starts[index + 1]! - starts[index]!,
    bytesOf: (index) => arena.subarray(starts[index]!, starts[index + 1]!),
    clear,
  };
}

function extended(numbers: Int32Array, length: number, rest: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length).fill(rest);
  larger.set(numbers);
  return larger;
}

const toView = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
