import type { LoopId } from "../../protocol/ids.ts";
import { toSpan } from "../../protocol/units.ts";
import type { GuidanceTexts, NoticePolicy } from "../domain/notice/policy.ts";
import { type Environment, isUrl } from "./config-env.ts";
import {
  type GuidanceTextsShape,
  leastHeartbeatMs,
  usualSender,
  type WebhookShape,
} from "./config-notice-shape.ts";
import { type Roster, toRoster } from "./config-people.ts";
import type { Complain } from "./config-problem.ts";
import { toRoutes } from "./config-routes.ts";
import type { FileShape } from "./config-shape.ts";
import type { AlarmConfig, SmtpConfig, TimetableConfig, WebhookConfig } from "./notice-config.ts";
import { toTimeOfDay } from "./time-of-day.ts";

/** Who is told of what, how, and when; and how people may deal with alarms. Holds secrets: never print it. */
export interface NoticeSettings {
  readonly notice: NoticePolicy;
  readonly smtp: SmtpConfig;
  readonly webhooks: readonly WebhookConfig[];
  readonly timetable: TimetableConfig;
  readonly alarms: AlarmConfig;
}

/** What is known beside the sections about notices. */
export interface NoticeSurroundings {
  readonly env: Environment;
  readonly smtpUrl: string | null;
  readonly loopIds: readonly LoopId[];
  readonly guidanceByLoop: ReadonlyMap<LoopId, GuidanceTextsShape>;
  readonly complain: Complain;
  complainOfVariable(variable: string, message: string): void;
}

/** The sections about notices with their defaults filled in. */
export function toNoticeSettings(file: FileShape, around: NoticeSurroundings): NoticeSettings {
  const { complain, loopIds } = around;
  const { mail, people, groups, zone } = file;
  const webhooks = toWebhooks(file.webhooks, around);
  const webhookIds = webhooks.map(({ id }) => id);
  if (mail !== undefined && mail.to === undefined && people.length === 0)
    complain(["mail", "to"], "This is missing.");
  const roster = toRoster({ people, groups, mailTo: mail?.to ?? [], zone, webhookIds }, complain);
  return {
    notice: {
      people: roster.people,
      routes: toRoutes(file.routes, roster, loopIds, complain),
      guidance: {
        general: toGuidance(file.guidance.general),
        byLoop: new Map([...around.guidanceByLoop].map(([loopId, texts]) => [loopId, toGuidance(texts)])),
      },
    },
    smtp: toSmtp(file, around),
    webhooks,
    timetable: toTimetable(file, roster, complain),
    alarms: { callAgainAfterMs: file.alarms.callAgainAfter, longestShelfMs: file.alarms.longestShelf },
  };
}

const toGuidance = (texts: GuidanceTextsShape): GuidanceTexts =>
  Object.fromEntries(Object.entries(texts).filter(([, said]) => said !== undefined));

function toSmtp({ smtp, mail }: FileShape, { smtpUrl, complain }: NoticeSurroundings): SmtpConfig {
  if (smtp.tls === "off" && smtp.caFile !== undefined)
    complain(["smtp", "caFile"], "Without encryption there are no certificates; leave one of the two out.");
  return {
    url: smtpUrl,
    from: mail?.from ?? usualSender,
    replyTo: smtp.replyTo ?? null,
    tls: smtp.tls,
    caFile: smtp.caFile ?? null,
    connections: smtp.connections,
    dkim: smtp.dkim ?? null,
  };
}

const secretPrefix = "WEBHOOK_SECRET_";

/** Where a webhook's secret is found: upper case, dashes and dots as underscores. */
const toSecretVariable = (webhookId: string): string =>
  `${secretPrefix}${webhookId.toUpperCase().replace(/[-.]/g, "_")}`;

function toWebhooks(
  shapes: readonly WebhookShape[],
  { env, complain, complainOfVariable }: NoticeSurroundings,
): readonly WebhookConfig[] {
  const ownerByVariable = new Map<string, string>();
  const hooks = shapes.map(({ id, url, shape }, i): WebhookConfig => {
    const variable = toSecretVariable(id);
    const owner = ownerByVariable.get(variable);
    if (owner === id) complain(["webhooks", i, "id"], `There is another webhook called ${id}.`);
    else if (owner !== undefined)
      complain(["webhooks", i, "id"], `The secrets of ${owner} and ${id} would both be in ${variable}.`);
    ownerByVariable.set(variable, id);
    complainOfAddress(url, ["webhooks", i, "url"], complain);
    const secret = env[variable]?.trim() ?? "";
    return { id, url, shape, secret: secret === "" ? null : secret };
  });
  for (const variable of Object.keys(env).sort()) {
    // A slip in the name would leave messages unsigned, and nobody would say so.
    if (!variable.startsWith(secretPrefix) || ownerByVariable.has(variable)) continue;
    complainOfVariable(variable, "None of the webhooks of the configuration has this secret.");
  }
  return hooks;
}

function complainOfAddress(url: string, at: readonly (string | number)[], complain: Complain): void {
  if (!isUrl(url, ["http:", "https:"])) complain(at, "Write an address like https://example.org/hook.");
  else if (new URL(url).username !== "" || new URL(url).password !== "")
    complain(at, "An account cannot be written into this address.");
}

function toTimetable({ timetable, zone }: FileShape, roster: Roster, complain: Complain): TimetableConfig {
  const { digest, digestTo, shifts, handoverTo, heartbeat } = timetable;
  const usual = roster.mailed.length > 0 ? roster.mailed : roster.people.map(({ id }) => id);
  const resolve = (key: "digestTo" | "handoverTo", names: readonly string[] | undefined) =>
    names === undefined ? usual : roster.resolve(names, ["timetable", key]);
  if (digestTo !== undefined && digest === null)
    complain(["timetable", "digestTo"], "There is no digest to send; give it a time, or leave this out.");
  if (handoverTo !== undefined && shifts.length === 0)
    complain(["timetable", "handoverTo"], "There is no hand-over without shifts; say when they begin.");
  const shiftsAt = shifts.map(toTimeOfDay);
  shiftsAt.forEach((at, i) => {
    if (shiftsAt.indexOf(at) < i) complain(["timetable", "shifts", i], `${at} is there already.`);
  });
  if (heartbeat !== undefined) {
    complainOfAddress(heartbeat.url, ["timetable", "heartbeat", "url"], complain);
    if (heartbeat.every < leastHeartbeatMs)
      complain(["timetable", "heartbeat", "every"], `This must be at least ${toSpan(leastHeartbeatMs)}.`);
  }
  return {
    zone,
    digestAt: digest === null ? null : toTimeOfDay(digest),
    digestTo: resolve("digestTo", digestTo),
    shiftsAt: shiftsAt.toSorted(),
    handoverTo: resolve("handoverTo", handoverTo),
    heartbeat: heartbeat === undefined ? null : { url: heartbeat.url, everyMs: heartbeat.every },
  };
}
