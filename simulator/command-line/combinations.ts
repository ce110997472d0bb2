/** An option that a mode does not take, and the end of the sentence that says why. */
type Refused = readonly [option: string, why: string];

const onlyLive = "is for a live run.";
const onlyFile = "is for a file.";

const storyOptions = ["scenario", "variant", "config", "set", "holeMm", "prelude", "length", "loop", "start"];
const loadOptions = ["loops", "rate", "leaks", "seconds"];
const liveOptions = ["speed", "hold", "demo"];

const refuse = (options: readonly string[], why: string): Refused[] => options.map((option) => [option, why]);

const refusedByMode = {
  live: [
    ...refuse(loadOptions, "needs --load."),
    ["length", `${onlyFile} A live run goes on until it is stopped.`],
    ["start", `${onlyFile} A live run starts where the loop's telemetry ends.`],
  ],
  file: [
    ...refuse(loadOptions, "needs --load."),
    ["speed", `${onlyLive} A file is written as fast as it goes.`],
    ...refuse(["hold", "demo"], onlyLive),
    ...refuse(["url", "mqtt"], "and --out are two places; choose one."),
  ],
  load: [
    ...refuse([...storyOptions, ...liveOptions], "has no meaning for --load, whose loops have no story."),
    ["mqtt", "cannot take --load; send it to a --url or a file."],
  ],
} as const satisfies Record<string, readonly Refused[]>;

/** Options of which at most one can be meant. */
const rivals: readonly (readonly [string, string, string])[] = [
  ["url", "mqtt", "are two places; choose one."],
  ["url", "out", "are two places; choose one."],
  ["demo", "scenario", "are two stories; choose one."],
  ["demo", "config", "are two stories; choose one."],
  ["demo", "variant", "are two stories; choose one."],
  ["config", "scenario", "are two stories; choose one. A file of your own tells its story itself."],
];

/** Options that mean nothing without another. */
const needs: readonly (readonly [string, readonly string[], string])[] = [
  ["variant", ["scenario", "config"], "--variant needs the --scenario that it is a variant of."],
  ["topic", ["mqtt"], "--topic needs --mqtt."],
  ["mqttFormat", ["mqtt"], "--mqtt-format needs --mqtt."],
];

/** The first combination of options that makes no sense, as a sentence; `null` when all is well. */
export function findContradiction(
  mode: keyof typeof refusedByMode,
  isGiven: (option: string) => boolean,
): string | null {
  const misplaced = refusedByMode[mode].find(([option]) => isGiven(option));
  if (misplaced !== undefined) return `${toFlag(misplaced[0])} ${misplaced[1]}`;
  const rival = rivals.find(([a, b]) => isGiven(a) && isGiven(b));
  if (rival !== undefined) return `${toFlag(rival[0])} and ${toFlag(rival[1])} ${rival[2]}`;
  return needs.find(([option, others]) => isGiven(option) && !others.some(isGiven))?.[2] ?? null;
}

/** `holeMm` as it is typed: `--hole-mm`. */
const toFlag = (option: string): string =>
  `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
