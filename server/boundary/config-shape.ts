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
import { seriesShape } from "./config-series.ts";
import { toUnitSentence } from "./foreign-units.ts";

const sourceShape = z.strictObject({
  measurement: text(200)
    .optional()
    .meta({
      description: "Measurement in line protocol. Left out: the loop's, else coolant_loop.",
      examples: ["coolant_loop"],
    }),
  tags: z
    .record(z.string().min(1), z.string().min(1))
    .optional()
    .meta({
      description: "Tags that the points carry. Left out: the loop's, else loop and its id.",
      examples: [{ loop: "ms-22" }],
    }),
  field: text(200)
    .optional()
    .meta({
      description: "Field with the value. Each channel has one, of its own or its loop's.",
      examples: ["accumulator_pressure_kpa"],
    }),
});

const rangeShape = z.strictObject({
  low: z.number().meta({ description: "Lowest possible value.", unit: "the channel's", examples: [0] }),
  high: z.number().meta({ description: "Highest possible value.", unit: "the channel's", examples: [600] }),
});

const accumulatorShape = z.strictObject({
  volumeL: positive.meta({ description: "Its whole volume.", unit: "L", examples: [8] }),
  gasL: positive.meta({
    description: "Gas in it at the reference temperature and pressure; the rest is coolant.",
    unit: "L",
    examples: [4],
  }),
});

/** A channel as it is written in the file. What is optional has a default by role (`channel-defaults.ts`). */
export const channelShape = z.strictObject({
  id: id.meta({ description: "Name of the channel, unique in its loop.", examples: ["flow"] }),
  name: text(80).optional().describe("Name that people read. Left out: the id."),
  role: z.enum(channelRoles).describe("What it measures; docs/operating.md says what each is for."),
  unit: z
    .enum(units, { error: (issue) => toUnitSentence(issue.input) })
    .optional()
    .meta({
      description:
        "Unit of its values, which are never converted; pressures are absolute. Left out: the role's first unit.",
      examples: ["kPa"],
    }),
  position: text(80)
    .optional()
    .meta({
      description:
        "Where it sits; channels of one role and position are redundant. accumulator marks the reference.",
      examples: ["pump-outlet"],
    }),
  source: sourceShape.optional().describe("Where it is found in line protocol."),
  reporting: z.enum(["periodic", "on-change"]).optional().describe("As of the loop, for this channel."),
  maxAge: duration
    .optional()
    .describe(
      "Longest silence of a healthy channel. Left out: the loop's, else 15 s to 2 min by role, 30 min on change.",
    ),
  range: rangeShape
    .optional()
    .describe("What is physically possible; a value outside is a broken sensor. Left out: wide, by unit."),
  step: z
    .number()
    .nonnegative()
    .optional()
    .meta({
      description: "Smallest change that the sensor can show. Left out: unknown.",
      unit: "the channel's",
      examples: [0.365],
    }),
  box: text(80)
    .optional()
    .meta({ description: "Controller or gateway that reads it: what fails together.", examples: ["plc-1"] }),
  limits: z.array(limitShape).default([]).describe("Plain limits, beside the detection."),
});

/**
 * A loop as it is written in the file. `source`, `reporting` and `maxAge` hold for channels that have none of their own.
 * What of its contents is left out is assumed (`loop-defaults.ts`).
 */
export const loopShape = z.strictObject({
  id: id.meta({ description: "Name of the loop in tags, addresses and mails.", examples: ["ms-22"] }),
  name: text(80).optional().describe("Name that people read. Left out: the id."),
  coolant: z.enum(coolantIds).optional().describe("What flows. Left out: water is assumed."),
  chargeL: positive.optional().meta({
    description:
      "All coolant of the loop and its accumulator at the reference temperature. Left out: five times the accumulator, or 100.",
    unit: "L",
    examples: [44],
  }),
  referenceTempC: z
    .number()
    .min(-80)
    .max(150)
    .default(20)
    .meta({ description: "Temperature to which the inventory is referred.", unit: "degC" }),
  referencePressureKpa: positive.optional().meta({
    description:
      "Absolute pressure at the reference temperature. Left out: the middle of a pressure channel's range, or 200.",
    unit: "kPa",
    examples: [304],
  }),
  accumulator: accumulatorShape
    .optional()
    .describe("The vessel that takes up expansion. Left out: a fifth of the charge, half of it gas."),
  minimumInventoryL: z
    .number()
    .nonnegative()
    .optional()
    .meta({
      description:
        "Below this the loop cannot do its work: the end of the time left. Left out: the point at which the accumulator has no coolant left.",
      unit: "L",
      examples: [40],
    }),
  learning: duration
    .default(6 * 3_600_000)
    .describe("How long to learn what healthy looks like before small leaks are called."),
  falseAlarmsPerYear: positive.max(1000).default(1).meta({
    description: "False leaks that the owner accepts; a smaller number finds leaks later.",
    unit: "per year",
  }),
  responseTime: duration
    .default(30 * 60_000)
    .describe("Less time than this to the minimum inventory is an emergency."),
  source: sourceShape.optional().describe("Where channels are found that do not say it themselves."),
  reporting: z
    .enum(["periodic", "on-change"])
    .default("periodic")
    .describe("periodic: no update means missing. on-change: no update means unchanged."),
  maxAge: duration.optional().meta({
    description: "Longest silence of healthy channels that have none of their own.",
    examples: ["30min"],
  }),
  guidance: guidanceTextsShape
    .optional()
    .describe("What to do about this loop, in your words; comes before the general words."),
  isolable: z
    .array(text(80))
    .min(1)
    .optional()
    .meta({
      description: "Positions of the part that an isolation cuts off; the page draws it so.",
      examples: [["radiator-inlet", "radiator-outlet"]],
    }),
  plannedLos: z
    .array(plannedLosShape)
    .default([])
    .describe("Losses of signal that are known beforehand and call nobody."),
  plannedLosFile: text(1000)
    .optional()
    .meta({ description: "A file with more of them: a line with from,to each.", examples: ["passes.csv"] }),
  channels: z
    .array(channelShape)
    .min(1)
    .describe("Its sensors: at least one of pressure, quantity, flow, vibration, make-up-volume or wetness."),
});

const storeShape = z.strictObject({
  kind: z
    .enum(["auto", "sqlite", "influx"])
    .describe(
      "auto: an influxd found on this machine, else SQLite. sqlite: always SQLite. influx: an InfluxDB of your own.",
    ),
  url: z
    .string()
    .optional()
    .meta({
      description: "Address of the InfluxDB, without a password. INFLUX_URL wins.",
      examples: ["http://127.0.0.1:8086"],
    }),
  database: text(64).optional().describe("Its database. Left out: loopwatch."),
  username: text(200).optional().describe("Its account; the password is in INFLUX_PASSWORD."),
});

const listenShape = z.strictObject({
  host: z.string().default("127.0.0.1").describe("Address that is listened on."),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(8420)
    .describe("Port of the page, of the API and of InfluxDB line protocol; 0 takes a free one."),
});

/** The whole file. Loops are checked one by one, so that a mistake in one does not hide those in the others. */
export const fileShape = z.strictObject({
  listen: listenShape.prefault({}).describe("Where the page, the API and ingest are reached."),
  ...accessSections,
  dataDir: text(1000)
    .default("./data")
    .describe(
      "Everything that must survive: alarm journal, outbox, telemetry on its way to the store, the built-in database and mailbox.",
    ),
  store: storeShape.prefault({ kind: "auto" }).describe("Where telemetry is kept."),
  ...noticeSections,
  retentionDays: z
    .int()
    .min(1)
    .max(36_500)
    .nullable()
    .default(30)
    .meta({
      description:
        "Telemetry older than this, in source time, is deleted every night; rollups stay. null keeps everything.",
      unit: "days",
      examples: [400],
    }),
  rollupDays: z.int().min(1).max(36_500).nullable().default(1826).meta({
    description:
      "How long minima, maxima, sums and counts of each minute, alarms and operations are kept; null: for ever.",
    unit: "days",
  }),
  spoolMb: z.int().min(16).max(1_000_000).default(2000).meta({
    description:
      "Most telemetry that may wait on disk while the store is away; then senders are told to wait.",
    unit: "MB",
  }),
  publicUrl: z
    .string()
    .nullable()
    .default(null)
    .meta({
      description:
        "Address under which people reach the page; mails link to it. null: the address we listen on.",
      examples: ["https://loopwatch.example.org"],
    }),
  mqtt: z
    .array(brokerShape)
    .default([])
    .describe("MQTT brokers from which telemetry is taken, beside what is written to us."),
  series: z
    .array(seriesShape)
    .default([])
    .describe(
      "Series that belong to no loop and carry plain limits. Without any they are listed all the same.",
    ),
  loops: z
    .array(z.unknown())
    .min(1, "Name at least one loop, or there is nothing to watch.")
    .describe("The loops that are watched."),
});

/** The whole file with its loops, as its documents describe it. */
export const documentedShape = fileShape.extend({
  loops: z.array(loopShape).min(1).describe("The loops that are watched."),
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
  ["listen", Object.keys(listenShape.shape)],
  ["store", Object.keys(storeShape.shape)],
  ...keysByAccessPart,
  ...keysByNoticePart,
  ...keysByMqttPart,
  ["series", Object.keys(seriesShape.shape)],
  ["series.source", Object.keys(sourceShape.shape)],
  ["series.range", ["low", "high"]],
  ["series.limits", Object.keys(limitShape.shape)],
  ["loops", Object.keys(loopShape.shape)],
  ["loops.accumulator", Object.keys(accumulatorShape.shape)],
  ["loops.source", Object.keys(sourceShape.shape)],
  ["loops.channels", Object.keys(channelShape.shape)],
  ["loops.channels.source", Object.keys(sourceShape.shape)],
  ["loops.channels.range", Object.keys(rangeShape.shape)],
  ["loops.channels.limits", Object.keys(limitShape.shape)],
  ["loops.plannedLos", Object.keys(plannedLosShape.shape)],
]);
