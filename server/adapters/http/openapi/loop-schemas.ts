import type { DetectionState, LoopEstimate } from "../../../../protocol/estimate.ts";
import {
  type AssumedPart,
  type ChannelView,
  channelRoles,
  type History,
  type LimitView,
  type LoopView,
} from "../../../../protocol/telemetry.ts";
import { units } from "../../../../protocol/units.ts";
import type { LoopSignal } from "../../../../protocol/wire.ts";
import {
  everyWord,
  flag,
  listOf,
  moment,
  number,
  objectOf,
  oneOf,
  optional,
  orNull,
  ref,
  type Schema,
  span,
  text,
  whole,
  word,
  wordsOf,
} from "./schema.ts";

const loopParts = {
  id: text,
  name: text,
  coolant: text,
  channels: listOf(
    objectOf<ChannelView>({
      id: text,
      name: text,
      role: wordsOf(channelRoles),
      unit: wordsOf(units),
      position: orNull(text),
      limits: optional(
        listOf(
          objectOf<LimitView>({
            kind: wordsOf(["above", "below"]),
            value: number,
            severity: ref("Severity"),
            only: orNull(wordsOf(["running", "stopped"])),
          }),
        ),
      ),
    }),
  ),
  chargeL: number,
  minimumInventoryL: number,
  accumulator: objectOf<LoopView["accumulator"]>({ volumeL: number, gasL: number }),
  isolable: optional(listOf(text)),
  assumed: optional(
    listOf(
      everyWord<AssumedPart>({ coolant: true, chargeL: true, accumulator: true, referencePressureKpa: true }),
    ),
  ),
};

type State<Kind extends DetectionState["kind"]> = Extract<DetectionState, { readonly kind: Kind }>;
const detection = oneOf(
  objectOf<State<"no-data">>({ kind: word("no-data") }),
  objectOf<State<"learning">>({ kind: word("learning"), progress: number, reason: text }),
  objectOf<State<"watching">>({ kind: word("watching"), smallestKgPerH: orNull(number) }),
  objectOf<State<"suspicious">>({ kind: word("suspicious"), strength: number }),
  objectOf<State<"leaking">>({ kind: word("leaking") }),
  objectOf<State<"unknown">>({ kind: word("unknown"), reason: text }),
);

const estimate = objectOf<LoopEstimate>({
  loopId: text,
  atMs: moment,
  detection,
  inventoryL: orNull(number),
  inventorySdL: orNull(number),
  bottomedOut: flag,
  leakKgPerH: orNull(number),
  leakSdKgPerH: orNull(number),
  lostL: orNull(number),
  timeLeft: orNull(ref("TimeLeft")),
});

/** A loop with how it stands, as one address of the API tells it. */
type LoopNow = LoopView & {
  readonly lastSampleMs: number | null;
  readonly signal: LoopSignal | null;
  readonly estimate: LoopEstimate | null;
};

/** What is said of loops. */
export const loopSchemas: Readonly<Record<string, Schema>> = {
  LoopView: objectOf<LoopView>(loopParts),
  LoopSignal: objectOf<LoopSignal>({
    loopId: text,
    lastSampleMs: orNull(moment),
    lastArrivalMs: orNull(moment),
    silent: flag,
  }),
  LoopEstimate: estimate,
  LoopNow: objectOf<LoopNow>({
    ...loopParts,
    lastSampleMs: orNull(moment),
    signal: orNull(ref("LoopSignal")),
    estimate: orNull(ref("LoopEstimate")),
  }),
  History: objectOf<History>({
    loopId: text,
    fromMs: moment,
    toMs: moment,
    bucketMs: span,
    tMs: listOf(moment),
    columns: listOf(listOf(orNull(number))),
  }),
  Count: objectOf<{ measurement: string; points: number }>({ measurement: text, points: whole }),
};
