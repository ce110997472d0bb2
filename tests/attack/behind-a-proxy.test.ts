import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Front } from "../../server/boundary/origin.ts";
import { openAccess } from "../../server/start/open-access.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";

const open = (change: Partial<Front>) => {
  const dir = mkdtempSync(join(tmpdir(), "loopwatch-door-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const front: Front = { host: "127.0.0.1", publicUrl: null, trustedProxies: [], ...change };
  const door = openAccess(dir, front, { clock: createFakeClock(), log: createMemoryLog() });
  onTestFinished(() => door.close());
  return door.access.mode;
};

describe("on a loopback address, without an account", () => {
  test.each<[string, Partial<Front>, string]>([
    ["a trusted proxy", { trustedProxies: ["127.0.0.1"] }, "Through the proxies in proxy.trusted others"],
    ["a public address", { publicUrl: "https://l.example.org" }, "Through https://l.example.org others"],
    [
      "both",
      { publicUrl: "https://l.example.org", trustedProxies: ["127.0.0.1"] },
      "Through the proxies in proxy.trusted others",
    ],
    [
      "a proxy that knows us by a loopback name",
      { publicUrl: "http://localhost:8080", trustedProxies: ["::1"] },
      "Through the proxies in proxy.trusted others",
    ],
    [
      "a public address that only begins like loopback",
      { publicUrl: "http://localhost.example.org" },
      "others",
    ],
  ])("%s in front needs a way to log in", (_name, change, sentence) => {
    expect(() => open(change)).toThrow(sentence);
  });

  test.each<[string, Partial<Front>]>([
    ["nothing", {}],
    ["a public address of this machine", { publicUrl: "http://localhost:8080/" }],
    ["a public address of this machine in numbers", { publicUrl: "http://[::1]:8080" }],
  ])("with %s in front everybody is the local operator", (_name, change) => {
    expect(open(change)).toBe("open");
  });
});
