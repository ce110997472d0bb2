import { describe, expect, test } from "vitest";
import type { IncidentEvent, IncidentView, LedgerLeak } from "../../../protocol/incident.ts";
import { hours, minutes } from "../../../protocol/time.ts";
import { exampleAlarm, exampleIncident, letterBecause, mailOf, openedMs } from "./examples.ts";

const later = letterBecause(
  { kind: "reminder", count: 1, forMs: minutes(30) },
  { atMs: openedMs + hours(2) },
);

const textOf = (incident: Partial<IncidentView>, leaks: readonly LedgerLeak[] = []): string =>
  mailOf({}, later, {
    incident: () => ({ ...exampleIncident, ...incident }),
    ledger: () => leaks,
    sourceMs: () => openedMs + hours(2),
  }).text;

const sectionOf = (text: string, title: string): readonly string[] | null => {
  const lines = text.split("\n");
  const from = lines.indexOf(title);
  return from < 0 ? null : lines.slice(from + 1, lines.indexOf("", from)).map((line) => line.trim());
};

const event = (kind: IncidentEvent["kind"], afterMin: number, text: string): IncidentEvent => ({
  kind,
  atMs: openedMs + minutes(afterMin),
  writtenMs: openedMs + minutes(afterMin),
  occurrenceId: exampleAlarm.id,
  by: null,
  text,
});

const member = (id: string, afterMin: number): IncidentView["members"][number] => ({
  ...exampleIncident.members[0]!,
  occurrenceId: id,
  beganMs: openedMs + minutes(afterMin),
  severity: "caution",
  headline: `Flow ${id} fell`,
});

describe("what moved, in order", () => {
  test("is left out where there is one alarm", () => {
    expect(sectionOf(textOf({}), "What moved, in order")).toBeNull();
  });

  test("numbers the alarms, names the cause and says which are over", () => {
    const members = [exampleIncident.members[0]!, { ...member("a", 3), stands: false }];
    expect(sectionOf(textOf({ members }), "What moved, in order")).toEqual([
      "1. 00:45:00 UTC: Coolant is leaving the loop (warning, the cause)",
      "2. 00:49:12 UTC: Flow a fell (caution, over)",
    ]);
  });

  test("shows the first ten", () => {
    const members = Array.from({ length: 14 }, (_, n) => member(`n${n}`, n));
    const lines = sectionOf(textOf({ members }), "What moved, in order");
    expect(lines).toHaveLength(11);
    expect(lines?.at(-1)).toBe("4 later ones are on the page.");
  });
});

describe("what changed in the last hour", () => {
  const title = "What changed in the last hour";

  test("is left out when nothing did", () => {
    expect(sectionOf(textOf({ timeline: [event("opened", 0, "Opened.")] }), title)).toBeNull();
  });

  test("tells events of that hour, and neither revisions nor letters", () => {
    const timeline = [
      event("opened", 0, "Long ago."),
      event("grew", 70, "The leak grew."),
      event("revised", 71, "Revised."),
      event("told", 72, "Ada was told."),
    ];
    expect(sectionOf(textOf({ timeline }), title)).toEqual(["· 01:56:12 UTC: The leak grew."]);
  });

  test("of very many events the newest ten stand there", () => {
    const timeline = Array.from({ length: 15 }, (_, n) => event("comment", 70 + n, `Comment ${n}.`));
    const lines = sectionOf(textOf({ timeline }), title);
    expect(lines).toHaveLength(11);
    expect(lines?.[0]).toBe("5 earlier events are on the page.");
    expect(lines?.at(-1)).toContain("Comment 14.");
  });

  const leak = (...rates: readonly (readonly [number, number])[]): LedgerLeak => ({
    id: exampleAlarm.id,
    loopId: "ms-22",
    state: "open",
    entries: [{ kind: "opened", atMs: openedMs, leakKgPerH: 12, occurrenceId: exampleAlarm.id, by: null }],
    rates: rates.map(([afterMin, kgPerH]) => ({
      atMs: openedMs + minutes(afterMin),
      kgPerH,
      sdKgPerH: null,
    })),
  });

  test.each<{ readonly name: string; readonly leak: LedgerLeak; readonly lines: readonly string[] | null }>([
    {
      name: "a rate that rose",
      leak: leak([0, 10], [55, 12], [118, 22.8]),
      lines: ["· The leak rate was 12.0 kg/h 1 h 5 min ago and is 22.8 kg/h now."],
    },
    {
      name: "a rate that stands",
      leak: leak([0, 12], [110, 12.2]),
      lines: ["· The leak rate stands at 12.2 kg/h, as 2 h ago."],
    },
    {
      name: "a rate that is known since half an hour only",
      leak: leak([90, 12], [110, 24]),
      lines: ["· The leak rate was 12.0 kg/h 30 min ago and is 24.0 kg/h now."],
    },
    { name: "one rate: nothing to compare", leak: leak([110, 12]), lines: null },
    { name: "no rate", leak: leak(), lines: null },
    {
      name: "a leak of other alarms",
      leak: { ...leak([0, 12], [110, 24]), entries: [] },
      lines: null,
    },
  ])("$name", ({ leak: own, lines }) => {
    expect(sectionOf(textOf({}, [own]), title)).toEqual(lines);
  });
});

describe("who is on it", () => {
  const title = "Who is on it";

  test("nobody", () => {
    expect(sectionOf(textOf({}), title)).toEqual(["Nobody has acknowledged it."]);
  });

  test("who acknowledged, who takes care, what was written, and who was told", () => {
    const { text } = mailOf(
      {
        state: "acknowledged",
        acknowledgement: { by: "Ada", atMs: openedMs + 60_000, comment: "Closing V2." },
        assignee: "Ben",
        comments: [{ by: "Ben", atMs: openedMs + 90_000, comment: "On my way." }],
      },
      later,
      { incident: () => ({ ...exampleIncident, timeline: [event("told", 0, "Ada was told: first.")] }) },
    );
    expect(sectionOf(text, title)).toEqual([
      'Ada acknowledged it at 2022-12-15 00:47:12 UTC: "Closing V2."',
      "Ben takes care of it.",
      '· 00:47:42 UTC: Ben wrote "On my way."',
      "· 00:46:12 UTC: Ada was told: first.",
    ]);
  });
});
