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
  from: text(200).default(usualSender),
  to: z.array(mailAddress).min(1, nobodyToTell).optional(),
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
    .default("daily"),
  from: timeOfDay,
  to: timeOfDay,
  zone: zone.optional(),
});

const personShape = z.strictObject({
  id,
  name: text(80).optional(),
  mail: mailAddress.optional(),
  webhook: id.optional(),
  fallback: id.optional(),
  quiet: z.array(quietShape).default([]),
});

const groupShape = z.strictObject({
  id,
  people: z.array(text(320)).min(1, "Name at least one person, or leave the group out."),
});

/** Names; that somebody has each of them is looked at later, so that an address is answered with what to do. */
const tell = z.array(text(320)).min(1, "Name at least one person or group, or nobody is told.");

const stepShape = z.strictObject({ after: duration, tell });

/** Those who do not act are asked again after this long, unless the file says otherwise. */
export const usualRepeatMs = minutes(30);

/** Reminders that come faster than this teach people to throw them away. */
export const leastRepeatMs = minutes(1);

const routeShape = z.strictObject({
  name: text(80).optional(),
  loops: z.array(id).min(1).optional(),
  severities: z.array(z.enum(severities)).min(1).optional(),
  classes: z.array(z.enum(alarmClasses)).min(1).optional(),
  verdicts: z.array(z.enum(verdicts)).min(1).optional(),
  tell,
  escalate: z.array(stepShape).default([]),
  repeat: durationOrNever.default(usualRepeatMs),
});

const webhookShape = z.strictObject({
  id,
  url: text(2000),
  shape: z.enum(["loopwatch", "alertmanager"]).default("loopwatch"),
});

const dkimShape = z.strictObject({
  domain: z.string().regex(/^[A-Za-z0-9.-]{1,253}$/, "Write the domain that signs, such as example.org."),
  selector: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,63}$/, "Write the name under which the key stands in the DNS, such as mail."),
  keyFile: text(1000),
});

const smtpShape = z.strictObject({
  tls: z.enum(["auto", "required", "off"]).default("auto"),
  caFile: text(1000).optional(),
  connections: z.int().min(1).max(20).default(4),
  replyTo: mailAddress.optional(),
  dkim: dkimShape.optional(),
});

const heartbeatShape = z.strictObject({ url: text(2000), every: duration.default(minutes(1)) });

/** A heartbeat that beats faster says no more and is a load for who listens. */
export const leastHeartbeatMs = seconds(10);

const timetableShape = z.strictObject({
  digest: timeOfDayOrNever.default(6 * 60),
  digestTo: tell.optional(),
  shifts: z.array(timeOfDay).default([]),
  handoverTo: tell.optional(),
  heartbeat: heartbeatShape.optional(),
});

const alarmsShape = z.strictObject({
  callAgainAfter: durationOrNever.default(usualCallAgainAfterMs),
  longestShelf: duration.default(hours(24)),
});

/** What guidance may be about; one word names both the verdict and the class of a leak. */
const guidanceKeys: readonly (Verdict | AlarmClass)[] = [...new Set([...verdicts, ...alarmClasses])];

/** What to do, by verdict or class. */
export const guidanceTextsShape = z.strictObject(
  Object.fromEntries(guidanceKeys.map((key) => [key, text(2000).optional()])),
);

const guidanceShape = z.strictObject({ general: guidanceTextsShape.prefault({}) });

/** The sections of the file about people, routes and how they are reached. */
export const noticeSections = {
  // A backtest tells nobody: only a server must know whom to tell.
  mail: mailShape.optional(),
  zone: zone.default("UTC"),
  people: z.array(personShape).default([]),
  groups: z.array(groupShape).default([]),
  routes: z.array(routeShape).default([]),
  guidance: guidanceShape.prefault({}),
  alarms: alarmsShape.prefault({}),
  webhooks: z.array(webhookShape).default([]),
  smtp: smtpShape.prefault({}),
  timetable: timetableShape.prefault({}),
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
