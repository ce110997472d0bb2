import type { AlarmView, Verdict } from "../../../protocol/alarm.ts";
import type { CoolantId, Loop } from "../loop/loop.ts";
import { toOneLine } from "./plain.ts";
import type { Guidance, GuidanceTexts } from "./policy.ts";

/** What to do about an alarm, and who says so; `null`: we do. */
export interface Advice {
  readonly lines: readonly string[];
  readonly source: "this loop's configuration" | "the configuration" | null;
}

/** Lines of an owner's text that go into a mail, and characters of each. */
const mostLines = 12;
const longestLine = 400;

const leakAdvice: readonly string[] = [
  "Look where it is safe: pump seals, couplings, valves, the radiator or cold plates, the drip tray.",
  "Close off the part that loses if valves allow it, and declare the isolation on the page.",
  "Take load off the loop before the time left is over: below the minimum inventory the pump draws gas.",
  "Declare a refill before you refill: an undeclared one hides how fast it leaks.",
];

/** What holds for every plant. The owner's own text, which knows the valves by name, replaces it. */
const usual: Readonly<Record<Verdict, readonly string[]>> = {
  leak: leakAdvice,
  unknown: [
    "Something moves that nothing explains yet. Compare the sensors that are named with a look at the plant.",
    "If somebody works on the loop, declare what they do on the page.",
  ],
  "thermal transient": [
    "Temperatures explain what moved; no coolant is missing.",
    "See whether heat load, radiator and set points are as they should be.",
  ],
  "pump or valve change": [
    "See whether somebody switched the pump or moved a valve. If nobody did, look at the pump now.",
    "A loop whose pump stands still does not cool: watch the temperatures of what it cools.",
  ],
  "fill or drain": [
    "Ask who filled or drained the loop, and declare it on the page.",
    "If nobody did, treat a drain as a leak.",
  ],
  "gas-side loss": [
    "The accumulator loses gas, not coolant: check its gas valve and its bladder or bellows.",
    "Until it is charged again the loop has less reserve than its fill shows.",
  ],
  "sensor fault": [
    "The loop is watched without this sensor, so that a leak is found later and with less certainty.",
    "Compare it with a sensor nearby, then mend it or take its alarm out of service.",
  ],
  "data-path fault": [
    "Several sensors that share a box or a line fail together: look at its supply, bus and clock.",
    "Until they are back this loop is watched with what is left.",
  ],
  "limit passed": ["See whether the value can be believed, then do what your procedure says for this limit."],
  "loss of sensing": [
    "Nothing is heard of this loop: a leak that is there goes on unseen. Look at the loop on its own instruments.",
    "Then look at the gateway, the network and the sender. Silence never ends an alarm.",
  ],
  "undelivered notices": [
    "Somebody who should know does not. Call them by telephone.",
    "Then look at the mail server or webhook that is named, and at the outbox on the page.",
  ],
  "units in doubt": [
    "A channel's values look like another unit's: compare them with a gauge at the loop, and with what the sender says it sends.",
    "Until it is mended, do not rely on litres, rates and limits of this loop. Mend the sender or the configuration and start again.",
  ],
  "detection not proven": [
    "A leak put into a copy of the telemetry was not found: do not rely on the detection of this loop now.",
    "Look for sensors that stand still, for late telemetry, and at the loop's page for what detection says.",
  ],
};

/** What a spill of the coolant may do to those who go and look. Source: safety data sheets of the coolants. */
const hazardByCoolant: Readonly<Partial<Record<CoolantId, string>>> = {
  ammonia: "Ammonia is toxic when breathed in: nobody goes near without breathing protection.",
  isooctane: "Isooctane burns and its vapour explodes with air: no sparks or flames near the loop.",
};

const find = (texts: GuidanceTexts | undefined, { verdict, alarmClass }: AlarmView): string | undefined =>
  texts?.[verdict] ?? texts?.[alarmClass];

const toLines = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => toOneLine(line.replace(/^\s*[-*•]\s+/, ""), longestLine))
    .filter((line) => line !== "")
    .slice(0, mostLines);

/** A loop's own text wins over the general one, by verdict over by class; ours stands where the owner wrote nothing. */
export function toAdvice(alarm: AlarmView, loop: Loop | null, guidance: Guidance): Advice {
  const own = find(guidance.byLoop.get(alarm.loopId), alarm);
  if (own !== undefined) return { lines: toLines(own), source: "this loop's configuration" };
  const general = find(guidance.general, alarm);
  if (general !== undefined) return { lines: toLines(general), source: "the configuration" };
  const hazard =
    alarm.alarmClass !== "leak" || loop === null || loop.assumed.includes("coolant")
      ? undefined
      : hazardByCoolant[loop.coolant];
  const lines =
    alarm.alarmClass === "leak" && alarm.verdict === "unknown" ? leakAdvice : usual[alarm.verdict];
  return { lines: hazard === undefined ? lines : [hazard, ...lines], source: null };
}
