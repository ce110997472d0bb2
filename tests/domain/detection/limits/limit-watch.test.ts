import { describe, expect, test } from "vitest";
import { createLimitWatch } from "../../../../server/domain/detection/limits/limit-watch.ts";
import { toUtcClock } from "../../../../server/domain/notice/utc.ts";
import { toChannel } from "../../../support/builders.ts";
import { kindsOf, loopWith, play, ramp, startMs, toLimit, toText } from "./limit-rig.ts";

describe("a limit of the value", () => {
  test.each([
    ["a value that stays inside finds nothing", toLimit(), [100, 99, 95.1], "ggg"],
    ["the limit itself is inside", toLimit(), [95, 95], "gg"],
    ["a value below it is found", toLimit(), [100, 94.9, 94], "gff"],
    ["back at the limit it is over, where there is no deadband", toLimit(), [94, 95], "fg"],
    ["inside by less than the deadband it stays", toLimit({ deadband: 2 }), [94, 96.9, 96], "fff"],
    ["inside by the deadband it is over", toLimit({ deadband: 2 }), [94, 97], "fg"],
    ["over once, the deadband counts no more", toLimit({ deadband: 2 }), [94, 97, 95.5], "fgg"],
    [
      "a limit from above looks the other way",
      toLimit({ kind: "above", value: 120 }),
      [121, 120, 119],
      "fgg",
    ],
    [
      "from above the deadband lies below",
      toLimit({ kind: "above", value: 120, deadband: 5 }),
      [121, 116, 115],
      "ffg",
    ],
    ["nothing heard says nothing", toLimit(), [null, null], "uu"],
    ["nothing heard clears nothing", toLimit(), [94, null, null, 94.5], "fuuf"],
    [
      "what was passed before a silence is over only when it is back by the deadband",
      toLimit({ deadband: 2 }),
      [94, null, 96, 97],
      "fufg",
    ],
    ["nothing heard raises nothing", toLimit(), [96, null, 96], "gug"],
  ])("%s", (_name, limit, values, kinds) => {
    expect(kindsOf(play(loopWith([limit]), values).said)).toBe(kinds);
  });

  test("tells the value, the limit, since when, and the farthest value", () => {
    const { said } = play(loopWith([toLimit({ deadband: 2 })]), [96, 93, 91.02, 92.1]);
    const last = said.at(-1)!;
    expect(last).toEqual({
      kind: "found",
      finding: {
        severity: "caution",
        verdict: "limit passed",
        headline: "Suction pressure below 95 kPa",
        evidence: [
          { side: "for", text: "The limit was passed 2 s ago; the lowest since then was 91.0 kPa." },
          { side: "for", text: `At ${toUtcClock(startMs + 3000)} UTC Suction pressure reads 92.1 kPa.` },
          { side: "note", text: 'The limit "low" is set to below 95 kPa, over when above 97 kPa.' },
        ],
        onsetMs: startMs + 1000,
        leakKgPerH: null,
        leakSdKgPerH: null,
        lostL: null,
        timeLeft: null,
        firstOut: "suction",
      },
    });
  });

  test.each([
    ["beside its limit", [94.96], "found: Suction pressure below 95 kPa", "reads 94.96 kPa."],
    [
      "so near that only all its digits tell",
      [94.999999999],
      "found: Suction pressure below 95 kPa",
      "reads 94.999999999 kPa.",
    ],
    [
      "inside the deadband",
      [93, 96],
      "found: Suction pressure below 95 kPa",
      "reads 96.0 kPa, back by less than the deadband.",
    ],
    ["back inside", [93, 97.42], "gone: Suction pressure is at 97.4 kPa, not below 95 kPa", null],
  ])("a value %s is told without contradiction, in a headline that stays", (_name, values, text, reading) => {
    const { said } = play(loopWith([toLimit({ deadband: 2 })]), values);
    const last = said.at(-1)!;
    expect(toText(last)).toBe(text);
    const now = last.kind === "found" ? (last.finding.evidence[1]?.text ?? null) : null;
    expect(now === null ? null : now.slice(now.indexOf("reads"))).toBe(reading);
  });

  test("asks the other sensors of the place, and those that are not heard say nothing", () => {
    const neighbour = (id: string, position: string | null) =>
      toChannel({ id, name: `Pressure ${id}`, position });
    const loop = loopWith(
      [toLimit()],
      [
        neighbour("b", "accumulator"),
        neighbour("c", "accumulator"),
        neighbour("d", "accumulator"),
        neighbour("e", "pump-outlet"),
      ],
    );
    const watch = createLimitWatch(loop);
    const values = [93, 94, 99, Number.NaN, 80];
    const heard: string[] = [];
    watch.evaluate(startMs, (i) => values[i]!, null);
    watch.report(startMs, (_part, said) => {
      if (said.kind === "found")
        heard.push(...said.finding.evidence.map(({ side, text }) => `${side}: ${text}`));
    });
    expect(heard.slice(2, -1)).toEqual([
      "for: Pressure b, at the same place, reads 94.0 kPa, too.",
      "against: Pressure c, at the same place, reads 99.0 kPa.",
    ]);
  });

  test("that was passed twice tells of the second time", () => {
    const { said } = play(loopWith([toLimit()]), [80, 96, 96, 94]);
    const last = said.at(-1);
    expect(last?.kind === "found" && last.finding).toMatchObject({
      onsetMs: startMs + 3000,
      evidence: [{ text: "The limit was passed 0 s ago; the lowest since then was 94.0 kPa." }, {}, {}],
    });
  });
});

describe("a limit that holds in one mode of the pump", () => {
  const limit = toLimit({ only: "running" });
  const said = (values: readonly (number | null)[], pump: (second: number) => boolean | null) =>
    play(loopWith([limit]), values, { pump }).said;

  test.each([
    ["is found while the pump runs", [94], () => true, "f"],
    ["is not passed while the pump stands", [94, 94], () => false, "gg"],
    ["is unknown while nobody knows what the pump does", [94, 96], () => null, "uu"],
    ["is over when the pump stops", [94, 94, 94], (s: number) => s < 2, "ffg"],
    ["is over when the pump stops, also where the channel is silent", [94, null], (s: number) => s < 1, "fg"],
    [
      "stays when nobody knows any more what the pump does",
      [94, 94, 94],
      (s: number) => (s === 1 ? null : true),
      "fuf",
    ],
    ["needs to be passed anew when the pump runs again", [94, 96, 94], (s: number) => s !== 1, "fgf"],
  ])("%s", (_name, values, pump, kinds) => {
    expect(kindsOf(said(values, pump))).toBe(kinds);
  });

  test("says why it is over", () => {
    expect(toText(said([94], () => false)[0]!)).toBe("gone: the limit holds only while the pump runs");
  });

  test("that stands looks at a pump that stands", () => {
    const loop = loopWith([toLimit({ only: "stopped" })]);
    expect(kindsOf(play(loop, [94, 94], { pump: (s) => s > 0 }).said)).toBe("fg");
  });

  test("does not take the pump's own start for a rate", () => {
    const rate = loopWith([toLimit({ name: "rising", kind: "rising", value: 5, only: "running" })]);
    const values = [...ramp(100, 0, 60), ...ramp(200, 0, 60)];
    const kinds = kindsOf(play(rate, values, { pump: (second) => second >= 60 }).said);
    expect(kinds).not.toContain("f");
    expect(kinds.slice(-20)).toBe("g".repeat(20));
  });
});

describe("several limits", () => {
  test("are told apart by channel and name", () => {
    const loop = loopWith(
      [
        toLimit({ onDelayMs: 10_000 }),
        toLimit({ name: "high", kind: "above", value: 120, offDelayMs: 60_000 }),
      ],
      [toChannel({ id: "other", limits: [toLimit({ value: 50 })] })],
    );
    const watch = createLimitWatch(loop);
    const said: string[] = [];
    watch.evaluate(startMs, (i) => (i === 0 ? 121 : 40), null);
    watch.report(startMs, (part, one) => void said.push(`${part} ${one.kind}`));
    expect(said).toEqual(["suction.low gone", "suction.high found", "other.low found"]);
  });

  test("a loop without limits says nothing", () => {
    const { said, watch } = play(loopWith([]), [1, 2, 3]);
    expect(said).toEqual([]);
    expect(watch.standing).toBe(0);
  });
});

describe("the standing", () => {
  test("changes with what is to be said, and with nothing else", () => {
    const watch = createLimitWatch(loopWith([toLimit({ deadband: 2 })]));
    const standings = [100, 99, 94, 93, Number.NaN, 96, 98].map((value, i) => {
      watch.evaluate(startMs + 1000 * i, () => value, null);
      return watch.standing;
    });
    expect(standings).toEqual([1, 1, 2, 2, 3, 4, 5]);
  });
});
