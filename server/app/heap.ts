/** Items of which the first can always be taken, in O(log n); `isBefore` decides, those alike in the order of putting. */
export interface Heap<T> {
  readonly size: number;
  put(item: T): void;
  first(): T | null;
  takeFirst(): T | null;
}

interface Node<T> {
  readonly item: T;
  readonly order: number;
}

/** A binary heap. */
export function createHeap<T>(isBefore: (a: T, b: T) => boolean): Heap<T> {
  const nodes: Node<T>[] = [];
  let orders = 0;

  const precedes = (a: Node<T>, b: Node<T>): boolean => {
    if (isBefore(a.item, b.item)) return true;
    return !isBefore(b.item, a.item) && a.order < b.order;
  };

  const rise = (node: Node<T>): void => {
    let at = nodes.length;
    nodes.push(node);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = nodes[parentAt];
      if (parent === undefined || !precedes(node, parent)) break;
      nodes[at] = parent;
      at = parentAt;
    }
    nodes[at] = node;
  };

  const sink = (node: Node<T>): void => {
    let at = 0;
    for (;;) {
      const left = nodes[2 * at + 1];
      const right = nodes[2 * at + 2];
      if (left === undefined) break;
      const goesRight = right !== undefined && precedes(right, left);
      const child = goesRight ? right : left;
      if (!precedes(child, node)) break;
      nodes[at] = child;
      at = 2 * at + (goesRight ? 2 : 1);
    }
    nodes[at] = node;
  };

  return {
    get size() {
      return nodes.length;
    },
    put: (item) => rise({ item, order: orders++ }),
    first: () => nodes[0]?.item ?? null,
    takeFirst() {
      const first = nodes[0];
      const last = nodes.pop();
      if (first === undefined || last === undefined) return null;
      if (nodes.length > 0) sink(last);
      return first.item;
    },
  };
}
