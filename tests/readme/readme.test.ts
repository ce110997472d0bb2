import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadScenario } from "../../simulator/description/library.ts";
import { startSmtpPeer } from "../support/smtp-peer.ts";
import { createTreeCopy, type TreeCopy } from "../support/tree-copy.ts";
import { blocksOf, documentsOf, reasons, runBlock, writeReadersFiles } from "./document-commands.ts";
import { processesOf, startServer } from "./started-server.ts";

/** The command lines in the README's shell blocks, in order. */
function readmeCommands(readme: string): readonly string[] {
  const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
  return blocks.flatMap((block) => block.split("\n")).filter((line) => line !== "");
}

let tree: TreeCopy;

beforeAll(() => {
  tree = createTreeCopy({ linkModules: false });
});
afterAll(() => {
  // A test that failed half-way must not leave its server behind.
  for (const { pid } of processesOf(tree.dir)) process.kill(pid, "SIGKILL");
  tree.dispose();
});

/** Starts a server on a free port, in the copy. */
const start = (...command: readonly [string, ...string[]]) =>
  startServer(command, tree.dir, { LOOPWATCH_PORT: "0" });

async function status(url: string) {
  const answer = await fetch(url);
  return { code: answer.status, text: await answer.text() };
}

describe("the README", () => {
  test("names two commands first, and they are the ones that are run below", () => {
    const [first, second] = readmeCommands(tree.read("README.md"));
    expect([first, second]).toEqual(["npm start", "npm test"]);
  });

  test("`npm start` in a fresh copy installs, builds, serves, and ends on Ctrl-C", async () => {
    expect(existsSync(join(tree.dir, "node_modules"))).toBe(false);
    const server = await start("npm", "start");

    const page = await status(server.address);
    expect(page.code).toBe(200);
    expect(page.text).toContain("<title>Loopwatch");
    const health = await status(`${server.address}api/v1/health`);
    expect(health.code).toBe(200);
    expect(JSON.parse(health.text)).toMatchObject({ store: { ok: true }, mail: { ok: true } });
    expect(server.output().match(/Loopwatch is at/g)).toHaveLength(1);

    const exit = await server.interrupt();
    // npm ends itself by the signal it was sent, once its child has ended in peace.
    expect([null, "SIGINT"]).toContain(exit.signal);
    expect([null, 0]).toContain(exit.code);
    expect(processesOf(tree.dir)).toEqual([]);
  });

  test("a second start is ready without installing or building, and ends with 0 on SIGTERM", async () => {
    const server = await start(process.execPath, "tools/start.mjs");
    expect(server.output()).not.toMatch(/installing|building/);
    expect(await server.terminate()).toEqual({ code: 0, signal: null });
    expect(processesOf(tree.dir)).toEqual([]);
  });

  test("a Ctrl-C that npm passes on as well is still one Ctrl-C", async () => {
    // Where sh is bash, it becomes our process: the terminal signals us, and then npm does.
    const server = await start("npm", "start", "--script-shell=bash");
    expect(await server.interrupt()).toEqual({ code: 0, signal: null });
    expect(processesOf(tree.dir)).toEqual([]);
  });

  test("`npm test` in the copy runs, and its last line is the count", async () => {
    const ended = await tree.run(["npm", "test", "--", "--project", "unit", "tests/boundary/line-protocol"]);
    expect(ended.stdout.trimEnd().split("\n").at(-1)).toMatch(/^[1-9]\d* passed, 0 failed$/);
    expect(ended.code).toBe(0);
  });

  test.each([
    ["a failing test", 'import { expect, test } from "vitest";\n\ntest("no", () => expect(1).toBe(2));\n'],
    ["a file that cannot be loaded", 'import "./nowhere.ts";\n'],
    ["a file without a test", "export const nothing = 1;\n"],
    [
      "a failing preparation",
      'import { beforeAll, test } from "vitest";\n\nbeforeAll(() => {\n  throw new Error("no");\n});\ntest("yes", () => undefined);\n',
    ],
    [
      "a failure after the test",
      'import { test } from "vitest";\n\ntest("yes", () => {\n  void Promise.reject(new Error("no"));\n});\n',
    ],
  ])("%s counts as one that failed", async (_name, text) => {
    tree.write("tests/boundary/planted.test.ts", text);
    const ended = await tree.run(["npm", "test", "--", "--project", "unit", "tests/boundary/planted"]);
    tree.delete("tests/boundary/planted.test.ts");
    expect(ended.stdout).toContain("Test Files");
    expect(ended.stdout.trimEnd().split("\n").at(-1)).toMatch(/^[01] passed, 1 failed(, 1 skipped)?$/);
    expect(ended.code).not.toBe(0);
  });

  test("a test left out is named, and in CI it is a failure", async () => {
    const text = 'import { test } from "vitest";\n\ntest.skip("later", () => undefined);\n';
    tree.write("tests/boundary/planted.test.ts", text);
    const command = ["npm", "test", "--", "--project", "unit", "tests/boundary/planted"] as const;
    const atHome = await tree.run(command, { CI: "" });
    const inCi = await tree.run(command, { CI: "true" });
    tree.delete("tests/boundary/planted.test.ts");
    for (const ended of [atHome, inCi]) {
      expect(ended.stdout).toContain("tests/boundary/planted.test.ts > later (1)");
      expect(ended.stdout.trimEnd().split("\n").at(-1)).toBe("0 passed, 0 failed, 1 skipped");
    }
    expect(atHome.code).toBe(0);
    expect(inCi.code).not.toBe(0);
  });
});

describe("a start that cannot work is one clear sentence and a code other than 0:", () => {
  /** What a start prints on stderr, by line. */
  async function refusal(env: NodeJS.ProcessEnv) {
    const ended = await tree.run([process.execPath, "tools/start.mjs"], { NODE_NO_WARNINGS: "1", ...env });
    expect(ended.code).not.toBe(0);
    expect(processesOf(tree.dir)).toEqual([]);
    return ended.stderr.trimEnd().split("\n");
  }

  /** A port that something listens on; `close` frees it. */
  function takePort(): Promise<{ readonly port: number; close(): Promise<void> }> {
    return new Promise((settle) => {
      const server = createServer();
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        const port = typeof address === "object" && address !== null ? address.port : 0;
        settle({ port, close: () => new Promise((closed) => server.close(() => closed())) });
      });
    });
  }

  test("the port is in use", async () => {
    const taken = await takePort();
    const lines = await refusal({ LOOPWATCH_PORT: String(taken.port) });
    await taken.close();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(String(taken.port));
    expect(lines[0]).toContain("LOOPWATCH_PORT");
  });

  test("INFLUX_URL is not a URL", async () => {
    const lines = await refusal({ LOOPWATCH_PORT: "0", INFLUX_URL: "influx at home" });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("INFLUX_URL");
  });

  test("nothing answers at INFLUX_URL", async () => {
    const freed = await takePort();
    await freed.close();
    const lines = await refusal({ LOOPWATCH_PORT: "0", INFLUX_URL: `http://127.0.0.1:${freed.port}` });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(String(freed.port));
  });

  test("the data directory is a file", async () => {
    const lines = await refusal({ LOOPWATCH_PORT: "0", LOOPWATCH_DATA: join(tree.dir, "package.json") });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("package.json");
  });
});

describe("the documents", () => {
  const documents = documentsOf(resolve(import.meta.dirname, "..", ".."));

  test.each(documents)("%s links only to files that are there", (path) => {
    const text = readFileSync(join(tree.dir, path), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? "");
    const lost = links.filter((link) => !existsSync(join(tree.dir, path, "..", link)));
    expect(lost).toEqual([]);
  });

  test.each(documents)("%s names only npm scripts that exist", (path) => {
    const scripts: Record<string, string> = JSON.parse(tree.read("package.json")).scripts;
    const named = [...tree.read(path).matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? "");
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  const blocks = () => documents.flatMap((path) => blocksOf(path, tree.read(path)));

  test("leave out commands only for reasons that are known", () => {
    const odd = blocks().filter(
      ({ reason }) => reason !== null && !reasons.some((known) => known === reason),
    );
    expect(odd).toEqual([]);
  });

  test("have commands that work, pasted one block after the other", async () => {
    writeReadersFiles(tree);
    const smtp = await startSmtpPeer();
    const env = { SMTP_URL: smtp.url };
    const server = await startServer([process.execPath, "tools/start.mjs"], tree.dir, {
      LOOPWATCH_PORT: "0",
      ...env,
    });
    const failed: string[] = [];
    const run = blocks().filter(({ reason, file }) => reason === null && file !== "docs/scenarios.md");
    for (const block of run) {
      const { code, stdout, stderr } = await runBlock(tree, block, Number(new URL(server.address).port), env);
      if (code !== 0)
        failed.push(`${block.file}:${block.line} ended with ${code}\n${block.text}\n${stdout}${stderr}`);
    }
    await server.terminate();
    await smtp.close();
    expect(failed).toEqual([]);
    expect(run.length).toBeGreaterThan(12);
  });

  test("tell the simulator's stories by commands that it understands", () => {
    const told = blocksOf("docs/scenarios.md", tree.read("docs/scenarios.md")).flatMap(({ text }) =>
      text.split("\n"),
    );
    expect(told.length).toBeGreaterThan(40);
    for (const line of told) {
      const [, id = "", variant = null] =
        /^npx loopwatch simulate --scenario (\S+) --seed 7(?: --variant (\S+))?(?: +#.*)?$/.exec(line) ?? [];
      expect({ line, kind: loadScenario(id, variant, {}).kind }).toEqual({ line, kind: "known" });
    }
  });
});
