import { houseId } from "../../protocol/alarm.ts";
import type { ChannelRole } from "../../protocol/telemetry.ts";
import { toLimitPart } from "../domain/detection/limits/limit-parts.ts";
import { pumpModeRoles } from "../domain/detection/limits/pump-mode.ts";
import type { Channel, Loop, SeriesRef } from "../domain/loop/loop.ts";
import { defaultMaxAgeMs, defaultRange, unitsByRole } from "./channel-defaults.ts";
import { toLimits } from "./config-limits.ts";
import { type ReadText, toPlannedLos } from "./config-planned-los.ts";
import type { Complain, FilePath } from "./config-problem.ts";
import type { ChannelShape, LoopShape } from "./config-shape.ts";
import { completeLoop } from "./loop-defaults.ts";

/** Roles of which one must be there: each tells of a loss by itself, or at least of a change in the flow. */
const tellingRoles: readonly ChannelRole[] = [
  "pressure",
  "quantity",
  "flow",
  "vibration",
  "make-up-volume",
  "wetness",
];

/** A loop with its defaults filled in; what its parts say against each other is complained about. */
export function toLoop(shape: LoopShape, at: FilePath, complain: Complain, readText: ReadText): Loop {
  const contents = completeLoop(shape);
  const { chargeL } = contents;
  const { volumeL, gasL } = contents.accumulator;
  const minimumInventoryL = shape.minimumInventoryL ?? chargeL - (volumeL - gasL);
  if (gasL >= volumeL)
    complain(
      [...at, "accumulator", "gasL"],
      `The gas must leave room for coolant: gasL must be less than volumeL (${volumeL}).`,
    );
  else if (chargeL <= volumeL - gasL)
    complain(
      [...at, "chargeL"],
      `The charge must be more than the accumulator's own coolant (${volumeL - gasL} L).`,
    );
  else if (minimumInventoryL >= chargeL)
    complain(
      [...at, "minimumInventoryL"],
      shape.chargeL === undefined
        ? `Say chargeL too: without it ${chargeL} L are assumed, less than this.`
        : `This must be less than chargeL (${chargeL}).`,
    );
  if (!shape.channels.some((channel) => tellingRoles.includes(channel.role)))
    complain(
      [...at, "channels"],
      `A loop needs at least one channel of ${tellingRoles.slice(0, -1).join(", ")} or ${tellingRoles.at(-1)}; nothing else shows a loss or a fault.`,
    );
  if (shape.id === houseId)
    complain([...at, "id"], `${houseId} is the name under which the monitor's own alarms go; take another.`);
  const channels = shape.channels.map((channel, i) =>
    toChannel(channel, shape, [...at, "channels", i], complain),
  );
  checkLimitsTogether(channels, at, complain);
  return {
    id: shape.id,
    name: shape.name ?? shape.id,
    ...contents,
    referenceTempC: shape.referenceTempC,
    minimumInventoryL,
    learningMs: shape.learning,
    falseAlarmsPerYear: shape.falseAlarmsPerYear,
    responseTimeMs: shape.responseTime,
    channels,
    ...(shape.isolable === undefined ? {} : { isolable: shape.isolable }),
    plannedLos: toPlannedLos(shape, at, complain, readText),
  };
}

function checkLimitsTogether(channels: readonly Channel[], at: FilePath, complain: Complain): void {
  const tellsPump = channels.some(({ role }) => pumpModeRoles.some((telling) => telling === role));
  const parts = new Set<string>();
  channels.forEach(({ id, limits = [] }, i) => {
    limits.forEach(({ name, only }, k) => {
      const limitAt = [...at, "channels", i, "limits", k];
      if (only !== null && !tellsPump)
        complain(
          [...limitAt, "only"],
          `Nothing in this loop tells whether the pump runs: it needs a channel of ${pumpModeRoles.slice(0, -1).join(", ")} or ${pumpModeRoles.at(-1)}.`,
        );
      const part = toLimitPart(id, name);
      if (parts.has(part))
        complain(
          [...limitAt, "name"],
          `Another limit of this loop is called ${part}, too; an alarm must know which one it is.`,
        );
      parts.add(part);
    });
  });
}

function toChannel(channel: ChannelShape, loop: LoopShape, at: FilePath, complain: Complain): Channel {
  const units = unitsByRole[channel.role];
  const unit = channel.unit ?? units[0];
  if (!units.includes(unit))
    complain([...at, "unit"], `A ${channel.role} channel is in ${units.join(" or ")}.`);
  const range = channel.range ?? defaultRange(unit, loop.referencePressureKpa ?? null);
  if (range.low >= range.high) complain([...at, "range"], "low must be less than high.");
  const reporting = channel.reporting ?? loop.reporting;
  const step = channel.step ?? 0;
  return {
    id: channel.id,
    name: channel.name ?? channel.id,
    role: channel.role,
    unit,
    position: channel.position ?? null,
    source: toSeriesRef(channel, loop, at, complain),
    reporting,
    maxAgeMs: channel.maxAge ?? loop.maxAge ?? defaultMaxAgeMs(channel.role, reporting),
    range,
    step,
    box: channel.box ?? null,
    limits: toLimits(channel.limits, { range, step }, [...at, "limits"], complain),
  };
}

/** The channel's own words first, then the loop's, then the form our simulator sends. */
function toSeriesRef(channel: ChannelShape, loop: LoopShape, at: FilePath, complain: Complain): SeriesRef {
  const field = channel.source?.field ?? loop.source?.field;
  if (field === undefined) complain([...at, "source", "field"], "Name the field that carries this channel.");
  return {
    measurement: channel.source?.measurement ?? loop.source?.measurement ?? "coolant_loop",
    tags: channel.source?.tags ?? loop.source?.tags ?? { loop: loop.id },
    field: field ?? "",
  };
}

/** What loops may not share: ids, and a series that two channels would both claim. `places[i]` is where loop i stands. */
export function checkTogether(loops: readonly Loop[], places: readonly FilePath[], complain: Complain): void {
  const loopIds = new Set<string>();
  const ownerBySeries = new Map<string, string>();
  loops.forEach((loop, i) => {
    const at = places[i] ?? [];
    if (loopIds.has(loop.id)) complain([...at, "id"], `There is another loop called ${loop.id}.`);
    loopIds.add(loop.id);
    const channelIds = new Set<string>();
    loop.channels.forEach((channel, k) => {
      const channelAt = [...at, "channels", k];
      if (channelIds.has(channel.id))
        complain([...channelAt, "id"], `There is another channel called ${channel.id} in this loop.`);
      channelIds.add(channel.id);
      const series = toSeriesKey(channel.source);
      const owner = ownerBySeries.get(series);
      if (owner !== undefined)
        complain([...channelAt, "source"], `This series already belongs to channel ${owner}.`);
      else ownerBySeries.set(series, `${loop.id}/${channel.id}`);
    });
  });
}

function toSeriesKey(source: SeriesRef): string {
  const tags = Object.entries(source.tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([source.measurement, tags, source.field]);
}
