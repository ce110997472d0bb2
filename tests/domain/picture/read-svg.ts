/** What keeps a text from being well-formed XML, or `null`. Knows elements, attributes, text and entities: all we write. */
export function complaintOfXml(xml: string): string | null {
  const open: string[] = [];
  const pieces =
    /<(\/?)([a-z]+)((?: [a-zA-Z:-]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#39);[^"<&]*)*")*)(\/?)>|([^<]+)|</g;
  for (const [piece, close, name = "", , empty, text] of xml.trim().matchAll(pieces)) {
    if (piece === "<") return "a tag that does not end";
    if (text !== undefined) {
      if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) return `a bare & in "${text}"`;
      if (open.length === 0) return `text outside the root: "${text}"`;
    } else if (close === "/") {
      if (open.pop() !== name) return `</${name}> closes something else`;
    } else if (empty !== "/") open.push(name);
  }
  return open.length === 0 ? null : `<${open.at(-1)}> is not closed`;
}

/** Corners of a path in absolute units, one list for each of its lines. Knows M, l and h0: all that lines are made of. */
export function readPath(data: string): readonly (readonly (readonly [number, number])[])[] {
  return data
    .split("M")
    .filter((line) => line !== "")
    .map((line) => {
      const [start = "", steps = ""] = line.split(/[lh]/);
      const numbersOf = (text: string) => (text.match(/-?\d+/g) ?? []).map(Number);
      const [x0 = Number.NaN, y0 = Number.NaN] = numbersOf(start);
      const points: [number, number][] = [[x0, y0]];
      const moves = line.includes("h") ? [] : numbersOf(steps);
      for (let i = 0; i + 1 < moves.length; i += 2) {
        const [x, y] = points.at(-1) ?? [x0, y0];
        points.push([x + (moves[i] ?? 0), y + (moves[i + 1] ?? 0)]);
      }
      return points;
    });
}

/** Path data of the first path with this class; throws when there is none. */
export function pathOf(svg: string, className: string): string {
  const data = new RegExp(`<path class="${className}" d="([^"]*)"`).exec(svg)?.[1];
  if (data === undefined) throw new Error(`The picture has no path of the class "${className}".`);
  return data;
}

/** Texts of a picture in order, without their markup. */
export const textsOf = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, inner = ""]) => inner.replaceAll(/<[^>]*>/g, ""));
