import { z } from "zod";
import { type AlarmClass, alarmClasses, severities, type Verdict } from "../../protocol/alarm.ts";
import { hours, minutes, seconds } from "../../protocol/time.ts";
import { usualCallAgainAfterMs } from "../domain/alarm/alarm-rules.ts";
import {
  duration,
  durationOrNever,
  id,
  mailAddress,
  text,
  timeOfDay,
  timeOfDayOrNever,
  zone,
} from "./config-fields.ts";

/** Every verdict; a record, so that a new one cannot be forgotten here. */
const isVerdict: Readonly<Record<Verdict, true>> = {
  leak: true,
  "thermal transient": true,
  "pump or valve change": true,
  "fill or drain": true,
  "gas-side loss": true,
  "sensor fault": true,
  "data-path fault": true,
  "limit passed": true,
  "loss of sensing": true,
  "undelivered notices": true,
  "detection not proven": true,
  "units in doubt": true,
  unknown: true,
};
export const verdicts = Object.keys(isVerdict) as readonly Verdict[];

/** Sender of mails where the file names none. */
export const usualSender = "loopwatch@localhost";

/** What is said where nobody would hear of an alarm. */
export const nobodyToTell = "Name at least one address, or nobody is told.";

/** Who is told where no people and routes say more. */
export const mailShape = z.strictObject({
  from: text(200).default(usualSender).describe("Sender of the mails."),
  to: z
    .array(mailAddress)
    .min(1, nobodyToTell)
    .optional()
    .describe("Who is told of everything that no route takes."),
});

/** Days as they are written, in the order in which ISO 8601 counts them. */
export const dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
/** Words for several of them. */
export const dayWords = ["daily", "weekdays", "weekend"] as const;

const quietShape = z.strictObject({
  days: z
    .union([z.enum(dayWords), z.array(z.enum(dayNames)).min(1)], {
      error: `Write ${dayWords.join(", ")}, or a list like [mon, tue] (${dayNames.join(", ")}).`,
    })
    .default("daily")
    .meta({ description: "On which days it begins.", examples: ["weekdays"] }),
  from: timeOfDay.meta({ description: "When it begins.", examples: ["22:00"] }),
  to: timeOfDay.meta({ description: "When it ends; may be the next day.", examples: ["07:00"] }),
  zone: zone.optional().describe("Zone of the two times. Left out: that of the file."),
});

const personShape = z.strictObject({
  id: id.meta({ description: "What groups and routes call this person.", examples: ["anna"] }),
  name: text(80).optional().describe("Name that mails and the page say. Left out: the id."),
  mail: mailAddress.optional().meta({
    description: "Address for mails. Everybody needs a mail or a webhook.",
    examples: ["anna@example.org"],
  }),
  webhook: id.optional().meta({
    description: "Webhook that is told as well, or instead where there is no mail.",
    examples: ["pager"],
  }),
  fallback: id
    .optional()
    .meta({ description: "Webhook that is told when a mail is not delivered.", examples: ["pager"] }),
  quiet: z
    .array(quietShape)
    .default([])
    .describe("When cautions and advisories wait; warnings and emergencies never do."),
});

const groupShape = z.strictObject({
  id: id.meta({ description: "What routes call the group.", examples: ["everybody"] }),
  people: z
    .array(text(320))
    .min(1, "Name at least one person, or leave the group out.")
    .describe("Ids of its people."),
});

/** Names; that somebody has each of them is looked at later, so that an address is answered with what to do. */
const tell = z.array(text(320)).min(1, "Name at least one person or group, or nobody is told.");

const stepShape = z.strictObject({
  after: duration.meta({ description: "Unacknowledged for this long.", examples: ["10min"] }),
  tell: tell.describe("Ids of the people and groups who are told then."),
});

/** Those who do not act are asked again after this long, unless the file says otherwise. */
export const usualRepeatMs = minutes(30);

/** Reminders that come faster than this teach people to throw them away. */
export const leastRepeatMs = minutes(1);

const routeShape = z.strictObject({
  name: text(80).optional().describe("What mails call the route. Left out: route and its number."),
  loops: z
    .array(id)
    .min(1)
    .optional()
    .describe("Loops it is about; the monitor itself is called loopwatch. Left out: all."),
  severities: z
    .array(z.enum(severities))
    .min(1)
    .optional()
    .describe("Severities it is about. Left out: all."),
  classes: z
    .array(z.enum(alarmClasses))
    .min(1)
    .optional()
    .describe("Classes of alarms it is about. Left out: all."),
  verdicts: z.array(z.enum(verdicts)).min(1).optional().describe("Verdicts it is about. Left out: all."),
  tell: tell.describe("Ids of the people and groups who are told at once."),
  escalate: z
    .array(stepShape)
    .default([])
    .describe("Who comes next while nobody acknowledges; each step later than the one above."),
  repeat: durationOrNever
    .default(usualRepeatMs)
    .describe(
      "How often those who were told are reminded until somebody acknowledges; at least 1min, or never.",
    ),
});

const webhookShape = z.strictObject({
  id: id.meta({ description: "What people call it.", examples: ["pager"] }),
  url: text(2000).meta({
    description: "Where notices are posted, without an account.",
    examples: ["https://example.org/hook"],
  }),
  shape: z
    .enum(["loopwatch", "alertmanager"])
    .default("loopwatch")
    .describe("Our JSON, or that of Prometheus' Alertmanager."),
});

const dkimShape = z.strictObject({
  domain: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,253}$/, "Write the domain that signs, such as example.org.")
    .describe("Domain that signs."),
  selector: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,63}$/, "Write the name under which the key stands in the DNS, such as mail.")
    .describe("Name under which the public key stands in the DNS."),
  keyFile: text(1000).describe("File with the private key (PEM)."),
});

const smtpShape = z.strictObject({
  tls: z
    .enum(["auto", "required", "off"])
    .default("auto")
    .describe(
      "Encryption after STARTTLS: where the server offers it, not without, or never. smtps:// is encrypted anyway.",
    ),
  caFile: text(1000).optional().describe("File with the certificate of who signed the mail server's."),
  connections: z.int().min(1).max(20).default(4).describe("Connections to the mail server at once."),
  replyTo: mailAddress.optional().describe("Address that answers go to."),
  dkim: dkimShape.optional().describe("Signs the mails."),
});

const heartbeatShape = z.strictObject({
  url: text(2000).meta({
    description: "Address that is fetched, without an account.",
    examples: ["https://example.org/ping"],
  }),
  every: duration.default(minutes(1)).describe("How often; at least 10 s."),
});

/** A heartbeat that beats faster says no more and is a load for who listens. */
export const leastHeartbeatMs = seconds(10);

const timetableShape = z.strictObject({
  digest: timeOfDayOrNever.default(6 * 60).describe("When the daily digest is sent, or never."),
  digestTo: tell.optional().describe("Who gets it. Left out: those of mail.to, else everybody."),
  shifts: z
    .array(timeOfDay)
    .default([])
    .describe(
      "When shifts begin: a hand-over mail and a proof of detection at each. Without shifts the proof is tried every 8 h.",
    ),
  handoverTo: tell.optional().describe("Who gets the hand-over. Left out: those of mail.to, else everybody."),
  heartbeat: heartbeatShape
    .optional()
    .describe("Fetched while all is well, so that somebody notices when Loopwatch dies."),
});

const alarmsShape = z.strictObject({
  callAgainAfter: durationOrNever
    .default(usualCallAgainAfterMs)
    .describe("An acknowledged alarm that stands on calls again after this, or never."),
  longestShelf: duration.default(hours(24)).describe("Nobody shelves an alarm for longer."),
});

/** What guidance may be about; one word names both the verdict and the class of a leak. */
const guidanceKeys: readonly (Verdict | AlarmClass)[] = [...new Set([...verdicts, ...alarmClasses])];

/** What to do, by verdict or class. */
export const guidanceTextsShape = z.strictObject(
  Object.fromEntries(
    guidanceKeys.map((key) => [key, text(2000).optional().describe(`What to do about: ${key}.`)]),
  ),
);

const guidanceShape = z.strictObject({
  general: guidanceTextsShape.prefault({}).describe("For every loop that has no words of its own."),
});

/** The sections of the file about people, routes and how they are reached. */
export const noticeSections = {
  // A backtest tells nobody: only a server must know whom to tell.
  mail: mailShape
    .optional()
    .describe(
      "The simplest answer to who is told. serve needs somebody to tell; check --for backtest and backtest do not.",
    ),
  zone: zone
    .default("UTC")
    .meta({ description: "Zone of the times of day in this file.", examples: ["Europe/Berlin"] }),
  people: z.array(personShape).default([]).describe("People who can be told."),
  groups: z.array(groupShape).default([]).describe("Names for several people."),
  routes: z
    .array(routeShape)
    .default([])
    .describe(
      "Who hears of what; the first that fits an alarm counts. What is left out of a route fits everything.",
    ),
  guidance: guidanceShape.prefault({}).describe("What to do, in your words."),
  alarms: alarmsShape.prefault({}).describe("How people may deal with alarms."),
  webhooks: z
    .array(webhookShape)
    .default([])
    .describe(
      "Receivers of notices by HTTP. The secret that signs them is in WEBHOOK_SECRET_ and the id in capitals.",
    ),
  smtp: smtpShape.prefault({}).describe("How mails are handed over to the server of SMTP_URL."),
  timetable: timetableShape.prefault({}).describe("What is done by the clock."),
};

export type QuietShape = z.infer<typeof quietShape>;
export type PersonShape = z.infer<typeof personShape>;
export type GroupShape = z.infer<typeof groupShape>;
export type RouteShape = z.infer<typeof routeShape>;
export type WebhookShape = z.infer<typeof webhookShape>;
export type GuidanceTextsShape = z.infer<typeof guidanceTextsShape>;

/** Keys that may stand in each part of these sections; list positions are left out of the names. */
export const keysByNoticePart: readonly (readonly [string, readonly string[]])[] = [
  ["mail", Object.keys(mailShape.shape)],
  ["people", Object.keys(personShape.shape)],
  ["people.quiet", Object.keys(quietShape.shape)],
  ["groups", Object.keys(groupShape.shape)],
  ["routes", Object.keys(routeShape.shape)],
  ["routes.escalate", Object.keys(stepShape.shape)],
  ["guidance", Object.keys(guidanceShape.shape)],
  ["guidance.general", guidanceKeys],
  ["loops.guidance", guidanceKeys],
  ["alarms", Object.keys(alarmsShape.shape)],
  ["webhooks", Object.keys(webhookShape.shape)],
  ["smtp", Object.keys(smtpShape.shape)],
  ["smtp.dkim", Object.keys(dkimShape.shape)],
  ["timetable", Object.keys(timetableShape.shape)],
  ["timetable.heartbeat", Object.keys(heartbeatShape.shape)],
];
