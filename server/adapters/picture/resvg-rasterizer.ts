import { createRequire } from "node:module";
import type { Log, Rasterizer } from "../../app/ports.ts";

/** The library has a program of its own for each platform; where there is none, mails go without pictures. */
type Resvg = typeof import("@resvg/resvg-js");

const fontFile = (name: string): string =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

/** Fonts are our own, so that a picture looks the same on a machine that has none. */
const family = "DejaVu Sans";

/** SVG to PNG on a thread of its own. */
export async function createResvgRasterizer(log: Pick<Log, "warn">): Promise<Rasterizer> {
  const resvg = await load(log);
  if (resvg === null) return { toPng: () => Promise.resolve(null) };
  const fontFiles = [fontFile("DejaVuSans"), fontFile("DejaVuSans-Bold")];
  return {
    async toPng(svg, widthPx) {
      try {
        const image = await resvg.renderAsync(svg, {
          fitTo: { mode: "width", value: widthPx },
          font: { loadSystemFonts: false, fontFiles, defaultFontFamily: family },
        });
        return image.asPng();
      } catch (cause) {
        log.warn("A picture could not be drawn.", { cause });
        return null;
      }
    },
  };
}

async function load(log: Pick<Log, "warn">): Promise<Resvg | null> {
  try {
    return await import("@resvg/resvg-js");
  } catch (cause) {
    log.warn("Mails go without pictures: the program that draws them does not run here.", { cause });
    return null;
  }
}
