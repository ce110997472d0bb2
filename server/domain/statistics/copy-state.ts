/**
 * A deep copy of plain data: numbers, strings, truth values, `null`, arrays, records and `Float64Array`s. What a detector
 * has learned is kept as such data and nothing else, so that a copy can go on from there on its own.
 */
export function copyState<T>(state: T): T {
  if (typeof state !== "object" || state === null) return state;
  if (state instanceof Float64Array) return state.slice() as T;
  if (Array.isArray(state)) return state.map((part: unknown) => copyState(part)) as T;
  return Object.fromEntries(Object.entries(state).map(([name, part]) => [name, copyState(part)])) as T;
}
