import type { CrowdMeasured } from "./measure-crowd.ts";
import type { FramesMeasured } from "./measure-frames.ts";
import type { SoakMeasured } from "./measure-soak.ts";

/** One load of the crowd, both ways. */
export interface CrowdCase {
  readonly pages: number;
  readonly kbPerS: number;
  readonly forS: number;
  readonly rows: readonly CrowdMeasured[];
}

/** What a run has measured; `null`: it was left out. */
export interface PageMeasured {
  readonly frames: readonly FramesMeasured[] | null;
  readonly soak: SoakMeasured | null;
  readonly crowd: readonly CrowdCase[] | null;
}

const toTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
const signed = (share: number): string => `${share > 0 ? "+" : ""}${(100 * share).toFixed(1)} %`;

const renderFrames = (frames: readonly FramesMeasured[]): string => `## Frames

One loop, ${frames[0]?.traces ?? 0} traces, a sample of each ten times a second, an hour in the picture, and the most live rows that a
picture ever has. Chromium without a graphics card, so the main thread also paints.

${toTable(
  [
    "shape",
    "frames/s",
    "99 % of frames within",
    "longest",
    "main thread busy",
    "of it script",
    "of it layout",
  ],
  frames.map((one) => [
    ...[one.shape, one.framesPerS.toFixed(1), `${one.p99Ms.toFixed(0)} ms`, `${one.maxMs.toFixed(0)} ms`],
    ...[percent(one.mainThreadShare), percent(one.scriptShare), percent(one.layoutShare)],
  ]),
)}
`;

const renderSoak = (soak: SoakMeasured): string => `## Memory

${soak.minutes} minutes of ${soak.loops} loops (a sample, an estimate and a signal of each once a second) and ${soak.alarms} alarms that stand, ten
of which change every second and two of which end and are followed by others; played ${soak.speed.toFixed(1)} times as fast.
Heap after a collection: ${signed(soak.growth)} from the first look to the last, ${signed(soak.furthest)} at most.

${toTable(
  ["minute", "heap MB", "process MB"],
  soak.rows.map((row) => [row.atMin.toFixed(0), row.heapMb.toFixed(1), row.residentMb.toFixed(0)]),
)}
`;

const renderCrowd = ({
  pages,
  kbPerS,
  forS,
  rows,
}: CrowdCase): string => `### ${pages} pages, ${kbPerS.toFixed(0)} kB/s each

${toTable(
  ["way", "pages that do not read", "core", "server MB", "p50", "p99", "longest", "frames kept"],
  rows.map((one) => [
    ...[one.way, one.stalled ? "1" : "0", percent(one.cpuShare), one.residentMb.toFixed(0)],
    ...[one.p50Ms, one.p99Ms, one.maxMs].map((ms) => `${ms.toFixed(0)} ms`),
    one.kept === null ? "" : `${one.kept} of ${Math.round(forS * 10)}`,
  ]),
)}
`;

const crowdHead = `## Many pages

The live feed of the server beside the simplest thing, \`io.emit\`, with the same frames of 100 channels ten times a second. First
all pages read, then one stops. Times are from the moment a frame is made to the moment the program of a page that reads has
it; all pages run in one process beside the server. *Frames kept* is what the sleeping page gets when it wakes: what the
system's own buffers hold, and with \`io.emit\` also what has piled up in the server's memory.
`;

/** The page of figures. `machine`: a sentence about where they were taken. */
export const renderReport = (measured: PageMeasured, machine: string): string =>
  [
    `# How the live page performs

Written by \`npm run bench:page -- --write\`; ${machine}
`,
    measured.frames === null ? null : renderFrames(measured.frames),
    measured.soak === null ? null : renderSoak(measured.soak),
    measured.crowd === null ? null : [crowdHead, ...measured.crowd.map(renderCrowd)].join("\n"),
  ]
    .filter((part) => part !== null)
    .join("\n");
