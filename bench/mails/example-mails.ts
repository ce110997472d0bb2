import type { AlarmView, Severity } from "../../protocol/alarm.ts";
import { type DurationMs, minutes, seconds } from "../../protocol/time.ts";
import {
  exampleIncidentId,
  exampleLeak,
  exampleLimit,
  exampleOpenedMs,
} from "../../server/cli/example/example-alarms.ts";
import { exampleCall, exampleSources } from "../../server/cli/example/example-letter.ts";
import type { Letter, LetterReason } from "../../server/domain/notice/letter.ts";
import type { Mail } from "../../server/domain/notice/notice.ts";
import { writeLetter } from "../../server/domain/notice/write-letter.ts";

/** A mail with the name of its picture. */
export interface NamedMail {
  readonly name: string;
  readonly mail: Mail;
}

const thread: Letter["thread"] = {
  firstId: exampleCall.id,
  latestCallId: exampleCall.id,
  subject: "WARNING loop-a: leak 4.20 kg/h +/- 0.5, 9 h left (7-12)",
};

const item = (alarm: AlarmView, reason: LetterReason): Letter["items"][number] => ({
  incidentId: alarm.incidentId,
  occurrenceId: alarm.id,
  reason,
});

function toMail(letter: Letter, alarms: readonly AlarmView[]): Mail {
  const { notices } = writeLetter(letter, exampleSources(letter.atMs - exampleOpenedMs, alarms));
  const mail = notices.flatMap(({ message }) => (message.kind === "mail" ? [message.mail] : []))[0];
  if (mail === undefined) throw new Error(`${letter.id} is no mail.`);
  return mail;
}

const later = (n: number, afterMs: DurationMs, reason: LetterReason): Letter => ({
  ...exampleCall,
  id: `${exampleIncidentId}.mara.${n}`,
  items: [item(exampleLeak, reason)],
  atMs: exampleOpenedMs + afterMs,
  thread,
});

const headlines: readonly (readonly [string, Severity, string])[] = [
  ["loop-b", "warning", "The pump has stopped; the loop does not cool"],
  ["loop-c", "warning", "The pump has stopped; the loop does not cool"],
  ["loop-b", "caution", "Supply temperature 31.2 °C is above 30 °C"],
  ["loop-c", "caution", "Supply temperature 30.9 °C is above 30 °C"],
  ["loop-b", "caution", "Pump outlet pressure is below 180 kPa"],
  ["loop-c", "caution", "Pump outlet pressure is below 180 kPa"],
  ["loop-d", "caution", "Three channels of box io-4 stand still"],
  ["loop-b", "advisory", "Flow meter 2 disagrees with the other sensors"],
  ["loop-d", "advisory", "Rack inlet temperature is noisy"],
];

const others: readonly AlarmView[] = headlines.map(([loopId, severity, headline], n) => ({
  ...exampleLimit,
  id: `${loopId}.limit.n${n}.1772590500`,
  loopId,
  incidentId: `incident.${loopId}.limit.n${n}`,
  severity,
  headline,
  openedMs: exampleOpenedMs + minutes(n),
}));

/** One mail of each kind that people get. */
export function exampleMails(): readonly NamedMail[] {
  const acknowledged: AlarmView = {
    ...exampleLeak,
    version: 2,
    state: "acknowledged",
    assignee: "Jonas Weber",
    acknowledgement: {
      by: "Jonas Weber",
      atMs: exampleOpenedMs + minutes(17),
      comment: "Closing V12, then looking at the pump seal.",
    },
  };
  const all = [exampleLeak, exampleLimit, ...others];
  const isLoud = ({ severity }: AlarmView): boolean => severity === "warning";
  return [
    { name: "call", mail: toMail(exampleCall, all) },
    {
      name: "escalation",
      mail: toMail(later(2, minutes(15), { kind: "escalated", step: 1, forMs: minutes(15) }), all),
    },
    {
      name: "reminder",
      mail: toMail(later(3, minutes(30), { kind: "reminder", count: 2, forMs: minutes(30) }), all),
    },
    {
      name: "news",
      mail: toMail(
        {
          ...later(4, minutes(17), { kind: "acknowledged", by: "Jonas Weber" }),
          form: "news",
          urgent: false,
        },
        [acknowledged, exampleLimit],
      ),
    },
    {
      name: "bundle",
      mail: toMail(
        {
          ...later(5, minutes(30), { kind: "first" }),
          id: "bundle.mara.1772592240.1",
          form: "bundle",
          items: [exampleLeak, ...others.filter(isLoud)].map((alarm) =>
            item(alarm, { kind: "reminder", count: 2, forMs: minutes(30) }),
          ),
        },
        all,
      ),
    },
    {
      name: "flood",
      mail: toMail(
        {
          ...later(6, minutes(10), { kind: "first" }),
          id: "bundle.mara.1772591040.2",
          form: "flood",
          items: all.map((alarm) => item(alarm, { kind: "many at once" })),
          thread: null,
          flood: { sinceMs: exampleOpenedMs + seconds(20), count: all.length, loops: 4, worst: "warning" },
        },
        all,
      ),
    },
  ];
}
