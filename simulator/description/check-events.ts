import { explainTransfer } from "./check-transfers.ts";
import { explainTemp } from "./coolant-facts.ts";
import type { EventShape } from "./event-shapes.ts";
import { renderChoices } from "./nearest.ts";
import type { PlantDescription } from "./plant-description.ts";

/** Notes a problem of one event at a path below it. */
type Complain = (path: readonly (string | number)[], message: string) => void;

/** Whether an event fits the plant and the rest of its story. */
export function checkEvent(
  event: EventShape,
  plant: PlantDescription,
  all: readonly (EventShape | null)[],
  complain: Complain,
): void {
  const { surroundings } = plant;
  switch (event.kind) {
    case "beta":
    case "absorbed heat":
      if (surroundings.kind !== "orbit")
        complain(["kind"], `"${event.kind}" needs an orbit around the plant.`);
      return;
    case "ambient":
      if (surroundings.kind !== "ground") complain(["kind"], "There is no ambient air in orbit.");
      return;
    case "bypass":
      if (plant.bypass === null) complain(["kind"], "The plant has no bypass.");
      return;
    case "isolation":
      checkSegment(event.segment, ["segment"], plant, complain);
      return;
    case "refill":
      checkTemp(event.tempC, plant, complain);
      checkTransfer(event, plant, all, complain);
      return;
    case "drain":
      checkTransfer(event, plant, all, complain);
      return;
    case "leak":
      checkLeak(event, plant, all, complain);
      return;
    case "sensor fault":
      checkFault(event, plant, complain);
      return;
    case "gap":
      if (event.forS === null) complain(["forS"], "A gap ends; write how long it lasts.");
      return;
    case "channels out":
      event.channels.forEach((channel, i) => {
        checkChannel(channel, ["channels", i], plant, complain);
      });
      return;
    default:
      return;
  }
}

function checkLeak(
  event: Extract<EventShape, { kind: "leak" }>,
  plant: PlantDescription,
  all: readonly (EventShape | null)[],
  complain: Complain,
): void {
  if (event.swing !== null && !all.some((other) => other?.kind === "angle"))
    complain(["swing"], 'A leak swings with the story\'s angle; write an event of kind "angle" beside it.');
  if (event.from === "gas side") {
    if (event.size.kind === "rate") complain(["size", "kind"], "Gas leaks through a hole; write its width.");
    return;
  }
  if (event.at === undefined) {
    complain(["at"], "This is missing; write the segment that leaks.");
    return;
  }
  checkSegment(event.at, ["at"], plant, complain);
  const segment = plant.segments.find(({ name }) => name === event.at);
  if (segment === undefined || event.size.kind !== "hole" || event.size.holeMm <= segment.boreMm) return;
  complain(
    ["size", "holeMm"],
    `A hole of ${event.size.holeMm} mm is larger than the pipe: "${event.at}" has a bore of ${segment.boreMm} mm.`,
  );
}

function checkFault(
  { target, fault }: Extract<EventShape, { kind: "sensor fault" }>,
  { sensors, ...plant }: PlantDescription,
  complain: Complain,
): void {
  const wetOnly = fault.kind === "wet" || fault.kind === "cable break";
  if ("box" in target) {
    const boxes = [...new Set(sensors.flatMap(({ box }) => box ?? []))];
    if (!boxes.includes(target.box))
      complain(
        ["target", "box"],
        `No sensor hangs on a box "${target.box}". ${renderChoices(target.box, boxes)}`,
      );
    else if (wetOnly && sensors.some((s) => s.box === target.box && s.measure !== "wetness"))
      complain(["fault", "kind"], `"${fault.kind}" is a fault of wetness sensors; the box has others.`);
    return;
  }
  target.channels.forEach((channel, i) => {
    checkChannel(channel, ["target", "channels", i], { ...plant, sensors }, complain);
    const sensor = sensors.find((s) => s.channel === channel);
    if (wetOnly && sensor !== undefined && sensor.measure !== "wetness")
      complain(["fault", "kind"], `"${fault.kind}" is a fault of wetness sensors; "${channel}" is none.`);
  });
}

function checkSegment(
  name: string,
  path: readonly string[],
  { segments }: PlantDescription,
  complain: Complain,
) {
  const names = segments.map((segment) => segment.name);
  if (!names.includes(name))
    complain(path, `The plant has no segment "${name}". ${renderChoices(name, names)}`);
}

function checkChannel(
  channel: string,
  path: readonly (string | number)[],
  { sensors }: PlantDescription,
  complain: Complain,
) {
  const channels = sensors.map((sensor) => sensor.channel);
  if (!channels.includes(channel))
    complain(path, `The plant has no channel "${channel}". ${renderChoices(channel, channels)}`);
}

function checkTransfer(
  event: Extract<EventShape, { kind: "refill" | "drain" }>,
  plant: PlantDescription,
  all: readonly (EventShape | null)[],
  complain: Complain,
): void {
  if (event.forS === null)
    complain(["forS"], "Coolant takes time to flow in or out; write how long it lasts.");
  const sentence = explainTransfer(event, plant, all);
  if (sentence !== null) complain(["litres"], sentence);
}

function checkTemp(tempC: number, { coolant }: PlantDescription, complain: Complain): void {
  const sentence = explainTemp(coolant, tempC);
  if (sentence !== null) complain(["tempC"], sentence);
}
