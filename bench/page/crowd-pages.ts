import { io, type Socket } from "socket.io-client";
import type { ServerToPage } from "../../protocol/wire.ts";
import type { CrowdSaid } from "./crowd-shape.ts";

// Many pages in a process of their own; the first one stops reading when it is told to.

type Page = Socket<ServerToPage, Record<string, never>>;

const [url = "", count = "1"] = process.argv.slice(2);
let lateMs: number[] = [];
let firstFrames = 0;
const pages: Page[] = Array.from({ length: Number(count) }, () =>
  io(url, { transports: ["websocket"], forceNew: true }),
);
pages[0]?.on("frame", () => void firstFrames++);
for (const page of pages.slice(1))
  page.on("frame", ({ tMs }) => void lateMs.push(Date.now() - (tMs.at(-1) ?? Number.NaN)));

/** The TCP connection below a page. */
const wireOf = (page: Page | undefined): { pause(): unknown; resume(): unknown } | undefined =>
  (
    page?.io?.engine?.transport as unknown as
      | { ws?: { _socket?: { pause(): unknown; resume(): unknown } } }
      | undefined
  )?.ws?._socket;

process.on("message", (asked) => {
  if (asked === "stall") wireOf(pages[0])?.pause();
  if (asked === "wake") wireOf(pages[0])?.resume();
  const sorted = lateMs.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * sorted.length)] ?? Number.NaN;
  const said: CrowdSaid = {
    ...{ frames: sorted.length, firstFrames },
    ...{ p50Ms: at(0.5), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? Number.NaN },
  };
  lateMs = [];
  firstFrames = 0;
  process.send?.(said);
});
process.on("disconnect", () => process.exit());
await Promise.all(pages.map((page) => new Promise<void>((resolve) => page.once("hello", () => resolve()))));
process.send?.("ready");
