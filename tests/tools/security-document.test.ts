import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { usualRateLimits } from "../../server/adapters/http/limits.ts";
import { routeTable } from "../../server/adapters/http/route-table.ts";

const text = readFileSync("docs/security.md", "utf8");

test("every test that the threat model names is there, and every door has one", () => {
  const named = [...text.matchAll(/`(tests\/[^`]+)`/g)].map(([, file = ""]) => file);
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((file) => !existsSync(file))).toEqual([]);
  const doors = text.split("## The doors")[1]?.split("\n## ")[0] ?? "";
  const rows = doors.split("\n").filter((line) => line.startsWith("| ") && !/^\| (-|door)/.test(line));
  expect(rows.length).toBeGreaterThan(8);
  for (const row of rows) expect(row).toContain("tests/");
});

test("what needs no right is named in the threat model", () => {
  for (const { path, needs } of routeTable)
    if (needs === "nothing" && path !== "/") expect(text, path).toContain(path.replace("/:token", "/"));
});

test("the limits that it names are those in force", () => {
  expect(text).toContain(
    `${usualRateLimits.failedLogins} in ${usualRateLimits.failedLoginsWindowMs / 60_000} minutes`,
  );
  expect(text).toContain(`${usualRateLimits.apiPerMinute} in a minute`);
  expect(text).toContain(`${usualRateLimits.failedSendsPerMinute} in a minute`);
});
