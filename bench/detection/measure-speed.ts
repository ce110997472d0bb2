import { cpus } from "node:os";
import { findLoop, readExampleLoops, readScenario } from "./example-loops.ts";
import { renderTable } from "./markdown.ts";
import { playRecording } from "./play.ts";
import { takeRecording } from "./recording-file.ts";
import type { BenchOptions, Section } from "./section.ts";

/** A healthy day of a plant at one sample a second and channel. */
const stories = ["healthy", "N08", "S06"] as const;
const dayS = 86_400;

interface Speed {
  readonly loopId: string;
  readonly channels: number;
  readonly samplesPerS: number;
  readonly loopSecondsPerS: number;
  /** Of the detector after the day. */
  readonly stateBytesPerChannel: number;
}

function measureLoop(id: string, options: BenchOptions): Speed {
  const scenario = { ...readScenario(id), lengthS: dayS, eventDelayS: null };
  const loop = findLoop(readExampleLoops(), scenario.plantId);
  const recording = takeRecording(scenario, { seed: 1, sampleS: 1 }, options.cacheFolder);
  const before = process.cpuUsage();
  const { samples, untilMs, stateBytes } = playRecording(recording, loop);
  const { user, system } = process.cpuUsage(before);
  const cpuS = (user + system) / 1e6;
  return {
    loopId: loop.id,
    channels: loop.channels.length,
    samplesPerS: samples / cpuS,
    loopSecondsPerS: (untilMs - recording.startMs) / 1000 / cpuS,
    stateBytesPerChannel: stateBytes / loop.channels.length,
  };
}

/** How fast the detection is on one core, and what it remembers. */
export function measureSpeed(options: BenchOptions): Section {
  const speeds = stories.map((id) => measureLoop(id, options));
  return {
    id: "f",
    title: "Speed and memory",
    markdown: [
      `From values in the order of arrival to alarms: ordering, evaluation once a second, alarm machine. Processor time of one process with all its threads, Node ${process.version}, ${cpus()[0]?.model ?? "unknown processor"}. On-change channels send few values, so the second figure is the fairer one. The state is all that a detector knows after the day, arrays by their bytes and the rest as JSON; it does not grow with time.`,
      renderTable([
        ["loop", "channels", "samples/s", "seconds of a loop in one", "state a channel, bytes"],
        ...speeds.map((one) => [
          one.loopId,
          String(one.channels),
          String(Math.round(one.samplesPerS)),
          String(Math.round(one.loopSecondsPerS)),
          String(Math.round(one.stateBytesPerChannel)),
        ]),
      ]),
    ].join("\n\n"),
    data: {
      speeds,
      mostStateBytesPerChannel: Math.max(...speeds.map((one) => one.stateBytesPerChannel)),
      slowestLoopSecondsPerS: Math.min(...speeds.map((one) => one.loopSecondsPerS)),
    },
    pictures: [],
  };
}
