import { describe, expect, test } from "vitest";
import { configOf, problemsOf, small } from "./config-cases.ts";

const fileOf = (limits: string, more = ""): string =>
  small.replace("role: pressure", `role: pressure\n        limits: ${limits}${more}`);
const limitsOf = (limits: string, more = "") => configOf(fileOf(limits, more)).loops[0]?.channels[0]?.limits;
const flow = "      - { id: flow, role: flow, source: { field: f } }\n";

describe("limits of a channel", () => {
  test("may say all there is", () => {
    const file = fileOf(
      "[{ name: suction-low, below: 95, severity: warning, deadband: 2, for: 10s, clearFor: 1min, only: running }]",
    );
    expect(configOf(`${file}${flow}`).loops[0]?.channels[0]?.limits).toEqual([
      {
        name: "suction-low",
        kind: "below",
        value: 95,
        severity: "warning",
        deadband: 2,
        onDelayMs: 10_000,
        offDelayMs: 60_000,
        only: "running",
      },
    ]);
  });

  test("have names and deadbands of their own where the file gives none", () => {
    const limits = limitsOf(
      "[{ above: 400, severity: caution }, { above: 500, severity: warning }, { below: 95, severity: caution }, { risingFasterThan: 20, severity: advisory }, { fallingFasterThan: 5, severity: warning }, { name: high-2, above: 600, severity: emergency }]",
      "\n        step: 0.4",
    );
    expect(limits?.map(({ name, kind, value, deadband }) => [name, kind, value, deadband])).toEqual([
      ["high", "above", 400, 0.4],
      ["high-3", "above", 500, 0.4],
      ["low", "below", 95, 0.4],
      ["rising", "rising", 20, 2],
      ["falling", "falling", 5, 0.5],
      ["high-2", "above", 600, 0.4],
    ]);
    expect(limits?.[0]).toMatchObject({ onDelayMs: 0, offDelayMs: 0, only: null });
  });

  test("may say that nothing is waited for", () => {
    expect(limitsOf("[{ above: 400, severity: caution, for: 0s, clearFor: 0 s }]")?.[0]).toMatchObject({
      onDelayMs: 0,
      offDelayMs: 0,
    });
  });

  test("may leave no room in different modes of the pump", () => {
    const file = fileOf(
      "[{ above: 100, severity: caution, only: stopped }, { below: 200, severity: caution, only: running }]",
    );
    expect(problemsOf(`${file}${flow}`)).toEqual([]);
  });

  const at = "line 11: loops[0].channels[0].limits";
  test.each([
    [
      "without anything to pass",
      "[{ severity: caution }]",
      [`${at}[0]: Say one of above, below, risingFasterThan, fallingFasterThan.`],
    ],
    [
      "with two things to pass",
      "[{ above: 400, below: 95, severity: caution }]",
      [`${at}[0]: Say one of above, below, risingFasterThan, fallingFasterThan.`],
    ],
    [
      "without a severity",
      "[{ above: 400 }]",
      [`${at}[0].severity: This is missing; it must be one of: emergency, warning, caution, advisory.`],
    ],
    [
      "with a slip in a key",
      "[{ abve: 400, severity: caution }]",
      [`${at}[0].abve: There is no such setting; did you mean above?`],
    ],
    [
      "of a rate that is no rate",
      "[{ fallingFasterThan: -5, severity: caution }]",
      [`${at}[0].fallingFasterThan: This must be more than 0.`],
    ],
    [
      "of a rate with a deadband as large",
      "[{ fallingFasterThan: 5, deadband: 5, severity: caution }]",
      [`${at}[0].deadband: This must be less than the rate itself (5), or it would not end.`],
    ],
    [
      "where values are taken for a broken sensor",
      "[{ above: 900, severity: caution }, { below: 0.5, severity: caution }]",
      [
        `${at}[0].above: This must lie inside the channel's range (0.5 to 900): values outside are taken for a broken sensor.`,
        `${at}[1].below: This must lie inside the channel's range (0.5 to 900): values outside are taken for a broken sensor.`,
      ],
    ],
    [
      "that no value would end",
      "[{ above: 10, deadband: 9.6, severity: caution }]",
      [`${at}[0].deadband: No value inside the channel's range (0.5 to 900) would end it.`],
    ],
    [
      "that leave no room between them",
      "[{ above: 100, severity: caution }, { below: 100, severity: caution }]",
      [`${at}: No value is both not above 100 and not below 100.`],
    ],
    [
      "with one name",
      "[{ name: a, above: 400, severity: caution }, { name: a, above: 500, severity: warning }]",
      [
        `${at}[1].name: Another limit of this loop is called pressure.a, too; an alarm must know which one it is.`,
      ],
    ],
    [
      "with a name that no address may carry",
      "[{ name: 'a b', above: 400, severity: caution }]",
      [
        `${at}[0].name: Use letters, digits, dots, dashes and underscores, at most 64, the first a letter or digit.`,
      ],
    ],
    [
      "of a mode of the pump that nothing tells",
      "[{ above: 400, severity: caution, only: running }]",
      [
        `${at}[0].only: Nothing in this loop tells whether the pump runs: it needs a channel of pump-speed, pump-power, current or flow.`,
      ],
    ],
  ])("%s are a mistake", (_name, limits, problems) => {
    expect(problemsOf(fileOf(limits))).toEqual(problems);
  });

  test("of a rate that one step of the sensor would pass are a mistake", () => {
    expect(
      problemsOf(fileOf("[{ risingFasterThan: 0.7, severity: caution }]", "\n        step: 0.4")),
    ).toEqual([
      `${at}[0].risingFasterThan: One step of this sensor (0.4) within a minute would pass it; ask for at least 0.8.`,
    ]);
  });

  test("of two channels that would be one alarm are a mistake", () => {
    const file = fileOf("[{ name: b.c, above: 400, severity: caution }]").replace("id: pressure", "id: a");
    const other =
      "      - { id: a.b, role: flow, source: { field: f }, limits: [{ name: c, above: 4, severity: caution }] }\n";
    expect(problemsOf(`${file}${other}`)).toEqual([
      "line 13: loops[0].channels[1].limits[0].name: Another limit of this loop is called a.b.c, too; an alarm must know which one it is.",
    ]);
  });
});
