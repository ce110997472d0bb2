import { describe, expect, test } from "vitest";
import { createIncidentBook } from "../../../server/domain/incident/incident-book.ts";
import { createStory, keyOf, min, replay } from "./alarm-story.ts";

const leak = keyOf("leak");
const process = keyOf("process");
const low = keyOf("limit", "suction.low");
const sensing = keyOf("sensing");

/** As the MS-22 leak went: a limit first, the leak, what follows from it, worse, and at last nothing is heard. */
function toBigLeak() {
  const story = createStory();
  story.opens(low, 1, { severity: "caution", verdict: "limit passed", headline: "Suction pressure is low" });
  story.opens(leak, 2, { severity: "warning", headline: "Coolant leak, 20 kg/h", onsetMs: min(0) });
  story.opens(process, 4, { severity: "caution", verdict: "thermal transient", onsetMs: min(3) });
  story.acknowledged(leak, 5);
  story.worsens(leak, 6, { severity: "emergency", headline: "Coolant leak, 60 kg/h", onsetMs: min(0) });
  story.happen(leak, { kind: "blinded", atMs: min(8) });
  story.happen(low, { kind: "blinded", atMs: min(8) });
  story.opens(sensing, 8, { severity: "caution", verdict: "loss of sensing" });
  return story;
}

describe("an incident", () => {
  test("of one big leak is one, with what moved first at its head and the leak as the cause", () => {
    const { book } = toBigLeak();
    const [incident, ...others] = book.list();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({
      id: "incident.ms-22.limit.suction.low.1671062460",
      loopId: "ms-22",
      title: "Coolant leak, 60 kg/h",
      severity: "emergency",
      openedMs: min(1),
      closedMs: null,
      causeId: "ms-22.leak.1671062760",
    });
    expect(incident?.members.map(({ alarmClass, beganMs }) => [alarmClass, beganMs])).toEqual([
      ["leak", min(0)],
      ["limit", min(1)],
      ["process", min(3)],
      ["sensing", min(8)],
    ]);
  });

  test("tells its story in whole sentences, in the order in which it was written", () => {
    const { book } = toBigLeak();
    expect(book.list()[0]?.timeline.map(({ kind, by, text }) => [kind, by, text])).toEqual([
      ["opened", null, "Caution: Suction pressure is low."],
      ["opened", null, "Warning: Coolant leak, 20 kg/h."],
      ["opened", null, "Caution: ms-22.process is not as it should be."],
      ["acknowledged", "Ada", "Ada acknowledged the leak alarm."],
      ["worse", null, "Worse, emergency now: Coolant leak, 60 kg/h."],
      ["blind", null, "Nothing is heard of the loop: what stands cannot be checked."],
      ["opened", null, "Caution: ms-22.sensing is not as it should be."],
    ]);
  });

  test("closes when its last alarm is over, and an alarm that has returned is not over", () => {
    const story = createStory();
    const id = story.opens(low, 0)!;
    story.opens(leak, 1);
    story.ends(low, 5);
    story.returns(leak, 9, true);
    story.acknowledged(leak, 10);
    expect(story.book.view(id)?.closedMs).toBeNull();
    const reset = { by: "Ada", atMs: min(30), comment: "mended" };
    expect(story.happen(leak, { kind: "reset", act: reset })).toBe(id);
    const view = story.book.view(id);
    expect(view?.closedMs).toBe(min(9));
    expect(view?.members.every(({ stands }) => !stands)).toBe(true);
    expect(view?.timeline.at(-1)).toMatchObject({
      kind: "reset",
      text: 'Ada reset the leak alarm: "mended"',
    });
    expect(story.book.incidentOf(leak)).toBe(id);
  });

  test("follows the figures of its cause, and keeps the worst that it has been", () => {
    const story = createStory();
    const id = story.opens(leak, 0, { severity: "warning", headline: "20 kg/h", onsetMs: min(-1) })!;
    story.revised(leak, 5, { severity: "warning", headline: "5 kg/h", onsetMs: min(-9) });
    expect(story.book.view(id)).toMatchObject({ title: "5 kg/h", severity: "warning" });
    expect(story.book.view(id)?.members[0]?.beganMs).toBe(min(-9));
  });

  test("newer figures, line after line, are one line", () => {
    const story = createStory();
    const id = story.opens(leak, 0)!;
    for (let m = 1; m < 50; m++) story.revised(leak, m, { headline: `${m} kg/h` });
    story.acknowledged(leak, 60);
    story.revised(leak, 61, { headline: "61 kg/h" });
    expect(story.book.view(id)?.timeline.map(({ text }) => text)).toEqual([
      "Caution: ms-22.leak is not as it should be.",
      "Newer figures: 49 kg/h.",
      "Ada acknowledged the leak alarm.",
      "Newer figures: 61 kg/h.",
    ]);
  });

  test("says once that nothing is heard, and once that something is, however many alarms it has", () => {
    const story = toBigLeak();
    for (const key of [leak, low]) story.happen(key, { kind: "heard", atMs: min(20) });
    const kinds = story.book.list()[0]?.timeline.map(({ kind }) => kind);
    expect(kinds?.filter((kind) => kind === "blind" || kind === "seen again")).toEqual([
      "blind",
      "seen again",
    ]);
  });

  test("hears of operations while it is open, and of who was told", () => {
    const story = createStory();
    const id = story.opens(leak, 0)!;
    story.declares("isolation", 5);
    story.declares("refill", 6, null);
    story.book.told(id, "Grace was told: first.", min(7));
    story.ends(leak, 10);
    story.declares("maintenance", 11);
    expect(
      story.book
        .view(id)
        ?.timeline.map(({ text }) => text)
        .slice(1),
    ).toEqual([
      'Ada declared isolation: "as planned"',
      "Refill was declared with the telemetry.",
      "Grace was told: first.",
      "Ada acknowledged the leak alarm.",
      "The leak alarm has returned to normal: all is as it was.",
    ]);
  });

  test("is not asked for what does not stand", () => {
    const story = createStory();
    const rising = { kind: "rising", atMs: min(0), finding: { ...findingOfNothing } } as const;
    expect(story.happen(low, rising)).toBeNull();
    const out = { by: "Ada", atMs: min(0), comment: "" };
    expect(story.happen(leak, { kind: "taken out of service", act: out })).toBeNull();
    expect(story.book.list()).toEqual([]);
    expect(story.book.incidentOf(leak)).toBeNull();
    expect(story.book.view("incident.of.nothing")).toBeNull();
    story.book.told("incident.of.nothing", "Nobody was told.", min(0));
  });
});

const findingOfNothing = {
  severity: "caution",
  verdict: "unknown",
  headline: "Something",
  evidence: [],
  onsetMs: null,
  leakKgPerH: null,
  leakSdKgPerH: null,
  lostL: null,
  timeLeft: null,
} as const;

describe("the book of incidents", () => {
  test("lists what is open, newest first, then what closed last", () => {
    const story = createStory();
    const ids = ["a", "b", "c", "d"].map((loopId, m) => story.opens(keyOf("leak", null, loopId), m));
    story.ends(keyOf("leak", null, "d"), 10);
    story.ends(keyOf("leak", null, "a"), 11);
    const listed = story.book.list().map(({ id }) => id);
    expect(listed).toEqual([ids[2], ids[1], ids[0], ids[3]]);
  });

  test("keeps all that are open and the newest 200 that are closed", () => {
    const story = createStory();
    const keyAt = (n: number) => keyOf("leak", null, `loop-${n}`);
    const stays = story.opens(keyAt(0), 0);
    for (let n = 1; n <= 300; n++) {
      story.opens(keyAt(n), n);
      story.ends(keyAt(n), n + 0.5);
    }
    const listed = story.book.list();
    expect(listed).toHaveLength(201);
    expect(listed[0]?.id).toBe(stays);
    expect(story.book.incidentOf(keyAt(100))).toBeNull();
    expect(story.book.incidentOf(keyAt(101))).not.toBeNull();
  });

  test("keeps the first and the newest lines of a story that is too long", () => {
    const story = createStory();
    const id = story.opens(leak, 0)!;
    for (let n = 0; n < 500; n++) story.book.told(id, `Line ${n}.`, min(n));
    const timeline = story.book.view(id)!.timeline;
    expect(timeline).toHaveLength(200);
    expect(timeline[19]?.text).toBe("Line 18.");
    expect(timeline[20]?.text).toBe("Line 320.");
    expect(timeline.at(-1)?.text).toBe("Line 499.");
  });

  test("of ten thousand alarms of one cause lists 200: the cause, and what moved first", () => {
    const story = createStory();
    const id = story.opens(keyOf("limit", "first"), 0)!;
    story.opens(leak, 0.001);
    for (let n = 0; n < 9_998; n++) story.opens(keyOf("limit", `l${n}`), 0.01 + n / 10_000);
    const view = story.book.view(id)!;
    expect(view.members).toHaveLength(200);
    expect(view.members[0]?.occurrenceId).toContain("limit.first");
    expect(view.causeId).toContain(".leak.");
    expect(view.members.some(({ occurrenceId }) => occurrenceId === view.causeId)).toBe(true);
    for (let n = 0; n < 9_998; n++) story.ends(keyOf("limit", `l${n}`), 5);
    story.ends(leak, 6);
    expect(story.book.view(id)?.closedMs).toBeNull();
    story.ends(keyOf("limit", "first"), 7);
    expect(story.book.view(id)?.closedMs).toBe(min(7));
  });

  test("goes on from its state as text as if it had never stopped", () => {
    const { facts } = toBigLeak();
    for (let cut = 0; cut <= facts.length; cut++) {
      const before = replay(facts.slice(0, cut));
      const state = JSON.parse(JSON.stringify(before.state)) as typeof before.state;
      const again = createIncidentBook(state);
      expect(again.list()).toEqual(before.list());
      expect(again.state).toEqual(before.state);
    }
  });
});
