import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { createResvgRasterizer } from "../../../server/adapters/picture/resvg-rasterizer.ts";
import { renderPlot } from "../../../server/domain/picture/render-plot.ts";
import { mailStyleSheet } from "../../../server/domain/picture/style-sheet.ts";
import { toPanel, toPlot, toSteady } from "../../domain/picture/example-plot.ts";
import { createMemoryLog } from "../../support/memory-log.ts";

interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly colours: ReadonlySet<string>;
  /** Pixels that are darker than the ground. */
  readonly inked: number;
}

/** Reads an RGBA picture with 8 bits a channel by PNG's own rules (RFC 2083, 6: filters). */
function readPng(png: Uint8Array): Picture {
  const view = Buffer.from(png);
  const [widthPx, heightPx] = [view.readUInt32BE(16), view.readUInt32BE(20)];
  expect([view[24], view[25]]).toEqual([8, 6]);
  const data: Buffer[] = [];
  for (let at = 8; at < view.length; at += 12 + view.readUInt32BE(at))
    if (view.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(view.subarray(at + 8, at + 8 + view.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(data));
  const stride = widthPx * 4;
  const rows = Buffer.alloc(stride * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x < 4 ? 0 : rows[y * stride + x - 4]!;
      const up = y === 0 ? 0 : rows[(y - 1) * stride + x]!;
      const corner = x < 4 || y === 0 ? 0 : rows[(y - 1) * stride + x - 4]!;
      const estimate = left + up - corner;
      const [a, b, c] = [left, up, corner].map((value) => Math.abs(estimate - value)) as [
        number,
        number,
        number,
      ];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      const guess = [0, left, up, (left + up) >> 1, paeth][filter ?? 0] ?? 0;
      rows[y * stride + x] = (raw[y * (stride + 1) + 1 + x]! + guess) & 255;
    }
  }
  const colours = new Set<string>();
  let inked = 0;
  for (let at = 0; at < rows.length; at += 4) {
    colours.add(rows.toString("hex", at, at + 3));
    if (rows[at]! < 128) inked++;
  }
  return { widthPx, heightPx, colours, inked };
}

test("a plot becomes a picture of the width asked for, in the colours of the plot", async () => {
  const log = createMemoryLog();
  const { toPng } = await createResvgRasterizer(log);
  const series = [{ label: "Suction", tone: "accent", ...toSteady(3600, 300) }] as const;
  const plot = toPlot({ panels: [toPanel({ series })] });
  const png = await toPng(renderPlot(plot, mailStyleSheet), 600);
  const { widthPx, colours } = readPng(png ?? new Uint8Array());
  expect(widthPx).toBe(600);
  for (const colour of ["fcfcfd", "1f5687"]) expect(colours).toContain(colour);
  expect(log.entries).toEqual([]);
});

test("text is drawn, on a machine without any font of its own", async () => {
  const { toPng } = await createResvgRasterizer(createMemoryLog());
  const svgOf = (text: string): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" class="lw" width="200" height="60"><style>${mailStyleSheet}</style><rect width="200" height="60" fill="#fff"/><text x="10" y="45">${text}</text></svg>`;
  const inked = async (text: string): Promise<number> =>
    readPng((await toPng(svgOf(text), 200)) ?? new Uint8Array()).inked;
  expect(await inked("")).toBe(0);
  expect(await inked("kPa ± −")).toBeGreaterThan(300);
});

test("what is no SVG gives nothing, and says why in the log", async () => {
  const log = createMemoryLog();
  const { toPng } = await createResvgRasterizer(log);
  expect(await toPng("no picture", 600)).toBeNull();
  expect(log.entries).toMatchObject([{ level: "warn" }]);
});
