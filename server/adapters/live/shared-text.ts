import type { Kept, Newest } from "./page-outlet.ts";

const textByItem = new WeakMap<Newest | Kept, string>();

/**
 * An event of the namespace `/` as Socket.IO's protocol 5 writes it (packet type 2, then a JSON array), written once however
 * many pages get it: `emit` to each page would write it anew for each, which is two thirds of the work with 200 pages, and
 * `emit` to all of them cannot leave out those that are busy.
 */
export function toSharedText(item: Newest | Kept): string {
  const known = textByItem.get(item);
  if (known !== undefined) return known;
  const text = `2${JSON.stringify([item.event, item.payload])}`;
  textByItem.set(item, text);
  return text;
}
