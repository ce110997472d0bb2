import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";

/** Frames a second that a page draws while it is scrolled for a second and a half. */
export const scrollPace = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0;
        const startMs = performance.now();
        const step = (): void => {
          count++;
          scrollBy(0, 40);
          const seconds = (performance.now() - startMs) / 1000;
          if (seconds < 1.5) requestAnimationFrame(step);
          else resolve(count / seconds);
        };
        requestAnimationFrame(step);
      }),
  );

/**
 * The scripts of a built page that run before anything is drawn: what the document names, and what those import before
 * they run. What is imported later is not waited for.
 */
export function firstScripts(dir: string): {
  readonly names: readonly string[];
  /** Compressed, together. */
  readonly bytes: number;
  readonly others: number;
} {
  const assets = join(dir, "assets");
  const names = new Set<string>();
  const take = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    const text = readFileSync(join(assets, name), "utf8");
    for (const [, other = ""] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) take(other);
  };
  const html = readFileSync(join(dir, "index.html"), "utf8");
  for (const [, name = ""] of html.matchAll(/assets\/([\w.-]+\.js)"/g)) take(name);
  const bytes = [...names].reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
  const all = readdirSync(assets).filter((name) => name.endsWith(".js"));
  return { names: [...names], bytes, others: all.length - names.size };
}
