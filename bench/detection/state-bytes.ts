/** Bytes of plain data: typed arrays as they are, everything else as its JSON. */
export function toStateBytes(state: unknown): number {
  let arrays = 0;
  const json = JSON.stringify(state, (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    arrays += value.byteLength;
    return 0;
  });
  return arrays + (json?.length ?? 0);
}
