import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { alarmClasses, severities } from "../../protocol/alarm.ts";
import { operations } from "../../protocol/operation.ts";
import { channelRoles } from "../../protocol/telemetry.ts";
import { unitsByRole } from "../../server/boundary/channel-defaults.ts";
import { coolantIds } from "../../server/domain/loop/loop.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const manual = read("docs/operating.md");

/** First cells of the manual's tables that are nothing but a word in backticks. */
const rows = new Map(
  [...manual.matchAll(/^\| `([^`]+)` +\|(.*)\|$/gm)].map(([, name, rest]) => [name ?? "", rest ?? ""]),
);

describe("the manual has a row for", () => {
  test.each(channelRoles.map((role) => ({ role })))("the role $role, with its units", ({ role }) => {
    const [cell] = (rows.get(role) ?? "").split("|");
    const units = unitsByRole[role];
    if (role === "other") expect(cell).toContain("any of the above");
    else expect(cell?.trim()).toBe(units.join(", "));
  });

  test.each(operations.map((operation) => ({ operation })))("the operation $operation", ({ operation }) => {
    expect(rows.get(operation)).toMatch(/\w/);
  });

  test.each(alarmClasses.map((alarmClass) => ({ alarmClass })))(
    "alarms of class $alarmClass",
    ({ alarmClass }) => {
      expect(rows.get(alarmClass)).toMatch(/\w/);
    },
  );

  test.each(severities.map((severity) => ({ severity })))("the severity $severity", ({ severity }) => {
    expect(rows.get(severity)).toMatch(/\w/);
  });

  test("each role, and for nothing that is none", () => {
    const section = manual.split("### Channels\n")[1]?.split("\n\nIn a loop")[0] ?? "";
    const named = [...section.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]);
    expect(named.toSorted()).toEqual([...channelRoles].toSorted());
  });
});

test("the example names every coolant", () => {
  const line = read("loopwatch.example.yaml").match(/coolant: isooctane # (.*)$/m)?.[1] ?? "";
  expect(line.split(/, | or /).toSorted()).toEqual([...coolantIds].toSorted());
});
