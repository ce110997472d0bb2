import { describe, expect, test } from "vitest";
import { createLog } from "../../server/adapters/log.ts";

function openLog(forPeople: boolean, level?: string) {
  const lines: string[] = [];
  const log = createLog({ level, forPeople, write: (line) => void lines.push(line) });
  return { log, lines };
}

describe("for programs", () => {
  test("a line is JSON with level, time, sentence and detail", () => {
    const { log, lines } = openLog(false);
    log.warn("The store does not answer.", { attempts: 3 });
    const entry = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
    expect(entry).toMatchObject({ level: 40, msg: "The store does not answer.", attempts: 3 });
    expect(String(entry["time"])).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
    expect(lines[0]?.endsWith("\n")).toBe(true);
  });
});

describe("for people", () => {
  test("a line is a time, a sentence and what belongs to it", () => {
    const { log, lines } = openLog(true);
    log.info("A simulator connected.");
    log.warn("The store does not answer.", { store: "SQLite", attempts: 3 });
    log.error("It failed.");
    expect(lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, ""))).toEqual([
      "A simulator connected.\n",
      'warning: The store does not answer. store="SQLite" attempts=3\n',
      "error: It failed.\n",
    ]);
  });
});

describe("the level", () => {
  test.each([
    [undefined, 3],
    ["loud", 3],
    ["warn", 2],
    ["error", 1],
    ["silent", 0],
  ])("%s lets %i of info, warn and error through", (level, count) => {
    const { log, lines } = openLog(false, level);
    log.info("a");
    log.warn("b");
    log.error("c");
    expect(lines).toHaveLength(count);
  });
});

describe("a secret", () => {
  test.each([
    ["under its name", { password: "hunter2" }],
    ["deeper", { store: { url: "http://db", token: "hunter2" } }],
    ["in an address", { url: "smtp://user:hunter2@mail.example.org" }],
    ["in an error's message", { error: new Error("connect http://u:hunter2@db:8086 refused") }],
    ["in an error's cause", { error: new Error("no", { cause: new Error("http://u:hunter2@db") }) }],
    ["in a header", { headers: [{ Authorization: "Basic hunter2" }] }],
  ])("%s is not written", (_name, detail) => {
    const { log, lines } = openLog(false);
    log.info("Something happened.", detail);
    expect(lines[0]).toContain("Something happened.");
    expect(lines[0]).not.toContain("hunter2");
  });
});

test("an error is written with its name, message and cause", () => {
  const { log, lines } = openLog(false);
  log.error("It failed.", { error: new TypeError("bad", { cause: new Error("worse") }) });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    error: { error: "TypeError: bad", cause: "Error: worse" },
  });
});

test("detail that no JSON can hold does no harm", () => {
  const { log, lines } = openLog(false);
  const around: Record<string, unknown> = { big: 10n, run: () => 1, bytes: Buffer.from("abc") };
  around["itself"] = around;
  log.info("Odd.", around);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ msg: "Odd.", big: "10", bytes: "[3 bytes]" });
});
