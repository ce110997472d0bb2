import { z } from "zod";
import { channelRoles } from "../../protocol/telemetry.ts";
import { units } from "../../protocol/units.ts";
import { coolantIds } from "../domain/loop/loop.ts";
import { accessSections, keysByAccessPart } from "./config-access.ts";
import { duration, id, positive, text } from "./config-fields.ts";
import { limitShape } from "./config-limits.ts";
import { brokerShape, keysByMqttPart } from "./config-mqtt-shape.ts";
import { guidanceTextsShape, keysByNoticePart, noticeSections } from "./config-notice-shape.ts";
import { plannedLosShape } from "./config-planned-los.ts";
import { toUnitSentence } from "./foreign-units.ts";

const sourceShape = z.strictObject({
  measurement: text(200).optional(),
  tags: z.record(z.string().min(1), z.string().min(1)).optional(),
  field: text(200).optional(),
});

/** A channel as it is written in the file. What is optional has a default by role (`channel-defaults.ts`). */
export const channelShape = z.strictObject({
  id,
  name: text(80).optional(),
  role: z.enum(channelRoles),
  unit: z.enum(units, { error: (issue) => toUnitSentence(issue.input) }).optional(),
  position: text(80).optional(),
  source: sourceShape.optional(),
  reporting: z.enum(["periodic", "on-change"]).optional(),
  maxAge: duration.optional(),
  range: z.strictObject({ low: z.number(), high: z.number() }).optional(),
  step: z.number().nonnegative().optional(),
  box: text(80).optional(),
  limits: z.array(limitShape).default([]),
});

/**
 * A loop as it is written in the file. `source`, `reporting` and `maxAge` hold for channels that have none of their own.
 * What of its contents is left out is assumed (`loop-defaults.ts`).
 */
export const loopShape = z.strictObject({
  id,
  name: text(80).optional(),
  coolant: z.enum(coolantIds).optional(),
  chargeL: positive.optional(),
  referenceTempC: z.number().min(-80).max(150).default(20),
  referencePressureKpa: positive.optional(),
  accumulator: z.strictObject({ volumeL: positive, gasL: positive }).optional(),
  minimumInventoryL: z.number().nonnegative().optional(),
  learning: duration.default(6 * 3_600_000),
  falseAlarmsPerYear: positive.max(1000).default(1),
  responseTime: duration.default(30 * 60_000),
  source: sourceShape.optional(),
  reporting: z.enum(["periodic", "on-change"]).default("periodic"),
  maxAge: duration.optional(),
  guidance: guidanceTextsShape.optional(),
  isolable: z.array(text(80)).min(1).optional(),
  plannedLos: z.array(plannedLosShape).default([]),
  plannedLosFile: text(1000).optional(),
  channels: z.array(channelShape).min(1),
});

const storeShape = z.strictObject({
  kind: z.enum(["auto", "sqlite", "influx"]),
  url: z.string().optional(),
  database: text(64).optional(),
  username: text(200).optional(),
});

/** The whole file. Loops are checked one by one, so that a mistake in one does not hide those in the others. */
export const fileShape = z.strictObject({
  listen: z
    .strictObject({ host: z.string().default("127.0.0.1"), port: z.int().min(0).max(65_535).default(8420) })
    .prefault({}),
  ...accessSections,
  dataDir: text(1000).default("./data"),
  store: storeShape.prefault({ kind: "auto" }),
  ...noticeSections,
  retentionDays: z.int().min(1).max(36_500).nullable().default(null),
  spoolMb: z.int().min(16).max(1_000_000).default(2000),
  publicUrl: z.string().nullable().default(null),
  mqtt: z.array(brokerShape).default([]),
  loops: z.array(z.unknown()).min(1, "Name at least one loop, or there is nothing to watch."),
});

/** A loop that has the right shape. */
export type LoopShape = z.infer<typeof loopShape>;
/** A channel that has the right shape. */
export type ChannelShape = z.infer<typeof channelShape>;
/** A file that has the right shape, its loops not yet looked at. */
export type FileShape = z.infer<typeof fileShape>;

/** Keys that may stand in each part of the file; list positions are left out of the names. */
export const keysByPart: ReadonlyMap<string, readonly string[]> = new Map([
  ["", Object.keys(fileShape.shape)],
  ["listen", ["host", "port"]],
  ["store", Object.keys(storeShape.shape)],
  ...keysByAccessPart,
  ...keysByNoticePart,
  ...keysByMqttPart,
  ["loops", Object.keys(loopShape.shape)],
  ["loops.accumulator", ["volumeL", "gasL"]],
  ["loops.source", Object.keys(sourceShape.shape)],
  ["loops.channels", Object.keys(channelShape.shape)],
  ["loops.channels.source", Object.keys(sourceShape.shape)],
  ["loops.channels.range", ["low", "high"]],
  ["loops.channels.limits", Object.keys(limitShape.shape)],
  ["loops.plannedLos", Object.keys(plannedLosShape.shape)],
]);
