import type { AlarmView } from "../../../protocol/alarm.ts";
import type { OccurrenceId } from "../../../protocol/ids.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { isGone, toRateText, toStateText, toTimeLeftInterval, toTimeLeftShort } from "./alarm-words.ts";
import type { AlarmLinks, HookContent } from "./hook-content.ts";
import type { WebhookId } from "./policy.ts";
import { toUtcClock, toUtcDay } from "./utc.ts";

type Labels = Readonly<Record<string, string>>;

/** One alert as Alertmanager sends it. */
interface Alert {
  readonly status: "firing" | "resolved";
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

/** What Alertmanager writes for a time that is not known: the first instant of year 1. */
const noTime = "0001-01-01T00:00:00Z";

/** RFC 3339. */
const toTime = (ms: EpochMs): string => `${toUtcDay(ms)}T${toUtcClock(ms)}Z`;

/** An alarm that is latched stands until a person resets it. */
const isFiring = (alarm: AlarmView): boolean => !isGone(alarm) || alarm.state.startsWith("latched");

/** FNV-1a of 64 bits over names and values, as Prometheus makes fingerprints of labels; 16 digits in hex. */
function toFingerprint(labels: Labels): string {
  let hash = 0xcbf29ce484222325n;
  const take = (unit: number): void => {
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit)) * 0x100000001b3n);
  };
  for (const [name, value] of Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const text of [name, value]) {
      for (let i = 0; i < text.length; i++) take(text.charCodeAt(i));
      take(0xff);
    }
  return hash.toString(16).padStart(16, "0");
}

const withoutEmpty = (labels: Readonly<Record<string, string | null>>): Labels =>
  Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ""),
  );

function toDescription(alarm: AlarmView): string {
  const rate = toRateText(alarm);
  const left = toTimeLeftShort(alarm.timeLeft);
  const interval = toTimeLeftInterval(alarm.timeLeft);
  const figures = [
    ...(rate === null ? [] : [`Leak rate ${rate}.`]),
    ...(left === null ? [] : [`Time left ${left}${interval === null ? "" : ` (${interval})`}.`]),
  ];
  const signs = { for: "+", against: "-", note: "" };
  const evidence = alarm.evidence.map(({ side, text }) => `${signs[side]} ${text}`.trim());
  return [figures.join(" "), ...evidence].filter((line) => line !== "").join("\n");
}

/** Links to acknowledge of those who share a message, by name. */
const toOwnLinks = (
  id: OccurrenceId,
  people: HookContent["people"] = [],
): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    people.map((person) => [
      `acknowledge_url_${person.id}`,
      person.links.find(({ occurrenceId }) => occurrenceId === id)?.ackUrl ?? null,
    ]),
  );

function toAlert(alarm: AlarmView, links: AlarmLinks | undefined, content: HookContent): Alert {
  const { reason, atMs, people } = content;
  const { loopId, alarmClass, part, severity, incidentId } = alarm;
  // The alarm and not the occurrence: what escalates stays one alert, and what is over ends it.
  const identity = withoutEmpty({ alertname: "LoopwatchAlarm", loop: loopId, class: alarmClass, part });
  return {
    status: isFiring(alarm) ? "firing" : "resolved",
    labels: { ...identity, severity, incident: incidentId },
    annotations: withoutEmpty({
      summary: `${severity.toUpperCase()} ${loopId}: ${alarm.headline}`,
      description: toDescription(alarm),
      reason,
      verdict: alarm.verdict,
      state: toStateText(alarm),
      occurrence: alarm.id,
      acknowledged_by: alarm.acknowledgement?.by ?? null,
      acknowledge_url: links?.ackUrl ?? null,
      notified: people?.map(({ name }) => name).join(", ") ?? null,
      ...toOwnLinks(alarm.id, people),
    }),
    startsAt: toTime(alarm.openedMs),
    endsAt: isFiring(alarm) ? noTime : toTime(alarm.returnedMs ?? atMs),
    generatorURL: links?.pageUrl ?? "",
    fingerprint: toFingerprint(identity),
  };
}

/** What is about no alarm that is still known, as an alert of its own. */
function toPlainAlert({ noticeId, subject, reason, atMs, letter, insteadOf }: HookContent): Alert {
  const identity = { alertname: "LoopwatchNotice", notice: noticeId };
  return {
    status: "firing",
    labels: letter === null ? identity : { ...identity, severity: letter.severity },
    annotations: withoutEmpty({ summary: subject, description: insteadOf?.text ?? null, reason }),
    startsAt: toTime(atMs),
    endsAt: noTime,
    generatorURL: "",
    fingerprint: toFingerprint(identity),
  };
}

/** What all of these have, with the same value. */
function toCommon(all: readonly Labels[]): Labels {
  const [first = {}, ...rest] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => rest.every((other) => other[name] === value)),
  );
}

/**
 * The body of Alertmanager's webhook, version 4: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config.
 * A group is an incident, so that receivers that go by the group's key follow it to its end.
 */
export function toAlertmanagerBody(
  content: HookContent,
  receiver: WebhookId,
  pageUrl: string | null,
): object {
  const { letter, links, noticeId, unlisted } = content;
  const linksById = new Map(links.map((each) => [each.occurrenceId, each]));
  const known = (letter?.alarms ?? []).map((alarm) => toAlert(alarm, linksById.get(alarm.id), content));
  const alerts = known.length > 0 ? known : [toPlainAlert(content)];
  const commonLabels = toCommon(alerts.map(({ labels }) => labels));
  const { incident } = commonLabels;
  const group: Labels = incident === undefined ? {} : { incident };
  const groupName = incident === undefined ? `notice="${noticeId}"` : `incident="${incident}"`;
  return {
    version: "4",
    groupKey: `{}:{${groupName}}`,
    truncatedAlerts: unlisted,
    status: alerts.some(({ status }) => status === "firing") ? "firing" : "resolved",
    receiver,
    groupLabels: group,
    commonLabels,
    commonAnnotations: toCommon(alerts.map(({ annotations }) => annotations)),
    externalURL: pageUrl ?? "",
    alerts,
  };
}
