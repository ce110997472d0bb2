import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { variables } from "../../bench/configuration/variables.ts";
import { routeTable } from "../../server/adapters/http/route-table.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const root = resolve(import.meta.dirname, "..", "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const known = new Set(variables.map(({ name }) => name));

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, object>>;
}
const compose: { readonly services: Readonly<Record<string, Service>>; readonly volumes: object } = parse(
  read("deploy/compose.yaml"),
);
const services = Object.entries(compose.services).map(([name, service]) => ({ name, ...service }));

describe("the compose file", () => {
  test("runs the server, its database, a mail server and Grafana", () => {
    expect(services.map(({ name }) => name)).toEqual(["loopwatch", "influxdb", "mailpit", "grafana"]);
  });

  test.each(services)("pins the image of $name", ({ image }) => {
    expect(image).toMatch(/^[a-z/]+:v?\d+\.\d+\.\d+$/);
  });

  test.each(services)("lets only this machine reach $name", ({ ports = [] }) => {
    expect(ports.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
  });

  test.each(services)("mounts for $name only what is there or declared", ({ volumes = [] }) => {
    const lost = volumes
      .map((volume) => volume.split(":")[0] ?? "")
      .filter((from) =>
        from.startsWith(".") ? !existsSync(join(root, "deploy", from)) : !(from in compose.volumes),
      );
    expect(lost).toEqual([]);
  });

  test.each(services)("has $name wait only for services that exist", ({ depends_on: waitsFor = [] }) => {
    const names = Array.isArray(waitsFor) ? waitsFor : Object.keys(waitsFor);
    expect(names.filter((name: string) => compose.services[name] === undefined)).toEqual([]);
  });

  test("gives the server only variables that it knows, and its build a Dockerfile", () => {
    const { environment = {}, build } = compose.services["loopwatch"]!;
    expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
    expect(existsSync(join(root, "deploy", build?.context ?? "", build?.dockerfile ?? ""))).toBe(true);
    const host = (name: string) => new URL(environment[name] ?? "").hostname;
    expect([host("INFLUX_URL"), host("SMTP_URL")]).toEqual(["influxdb", "mailpit"]);
  });

  test("gives Grafana every variable that its provisioning names", () => {
    const source = read("deploy/grafana/provisioning/datasources/loopwatch.yaml");
    const named = [...source.matchAll(/\$(\w+)/g)].map(([, name]) => name ?? "");
    const given = compose.services["grafana"]?.environment ?? {};
    expect(named.filter((name) => !(name in given))).toEqual([]);
    expect(named.length).toBe(2);
  });
});

describe("the Dockerfile", () => {
  const lines = read("deploy/Dockerfile").replaceAll("\\\n", " ").split("\n");
  const said = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith("FROM ")));

  test("has pinned stages, all of one image, and the last runs as nobody special", () => {
    const from = said("FROM").map((image) => image.replace(/ AS \w+$/, ""));
    expect(from).toHaveLength(2);
    expect(new Set(from).size).toBe(1);
    expect(from[0]).toMatch(/^node:\d+\.\d+\.\d+-[a-z]+-slim$/);
    expect(last.filter((line) => line.startsWith("USER "))).toEqual(["USER node"]);
    expect(last.some((line) => line.includes("npm ci --omit=dev"))).toBe(true);
  });

  test("copies what is there, and sets variables that the server knows", () => {
    const copied = said("COPY")
      .filter((words) => !words.startsWith("--from"))
      .flatMap((words) => words.split(" ").slice(0, -1));
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const set = [...last.join(" ").matchAll(/\b([A-Z_]+)=\S/g)].map(([, name]) => name ?? "");
    expect(set.filter((name) => !known.has(name))).toEqual(["NODE_ENV"]);
  });

  test("keeps its data and asks a route that exists for its health", () => {
    const dir = /LOOPWATCH_DATA=(\S+)/.exec(last.join(" "))?.[1];
    expect(said("VOLUME")).toEqual([dir]);
    expect(compose.services["loopwatch"]?.volumes?.[0]).toBe(`loopwatch-data:${dir}`);
    expect(last.join(" ")).toContain("127.0.0.1:8420/healthz");
    expect(routeTable.find(({ path }) => path === "/healthz")?.needs).toBe("nothing");
  });

  test("takes nothing into the image that git ignores", () => {
    const left = read(".dockerignore").split("\n");
    for (const path of ["node_modules", "data", ".git", "loopwatch.yaml", "dist"])
      expect(left).toContain(path);
  });
});

describe("the systemd unit", () => {
  const unit = read("deploy/loopwatch.service");
  const has = spawnSync("systemd-analyze", ["--version"]).status === 0;

  /** The unit with this machine's Node, for the check looks whether the program is there. */
  function unitFile(): string {
    const path = join(tempDirForTest(), "loopwatch.service");
    writeFileSync(path, unit.replace("/usr/bin/node", process.execPath));
    return path;
  }

  // Where there is no systemd nobody starts the unit; the test below reads it all the same.
  const testWithSystemd = has ? test : () => undefined;

  testWithSystemd("is understood by systemd", () => {
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", unitFile()], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  testWithSystemd("exposes little", () => {
    const answer = execFileSync("systemd-analyze", ["security", "--offline=true", unitFile()], {
      encoding: "utf8",
    });
    const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(answer)?.[1]);
    expect(exposure).toBeLessThan(2);
  });

  test("has every setting once, sets variables that the server knows, and gives it time to stop", () => {
    const settings = unit.split("\n").filter((line) => /^\w+=/.test(line));
    const names = settings
      .map((line) => line.split("=")[0] ?? "")
      .filter((name) => !["Environment", "SystemCallFilter"].includes(name));
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
    const set = [...unit.matchAll(/^Environment=(\w+)=/gm)].map(([, name]) => name ?? "");
    expect(set.filter((name) => !known.has(name))).toEqual(["NODE_ENV"]);
    expect(Number(/TimeoutStopSec=(\d+)/.exec(unit)?.[1])).toBeGreaterThan(10);
    expect(unit).toContain("DynamicUser=yes");
    expect(dirname(/ExecStart=\S+ (\S+)/.exec(unit)?.[1] ?? "")).toBe("/opt/loopwatch/dist/server/cli");
  });
});
