import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { createDataLock } from "../../server/adapters/sqlite/data-lock.ts";
import { openRaw } from "../../server/adapters/sqlite/sqlite-driver.ts";
import { createPasswordInput } from "../../server/cli/password-input.ts";
import { openAccess } from "../../server/start/open-access.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { tempDirForTest } from "../support/temp-dir.ts";
import { runCommand } from "../support/test-terminal.ts";

const password = "correct horse battery";

/** A configuration with the loops `one` and `two`, and a way to run commands with it. */
function house() {
  const dir = tempDirForTest();
  const dataDir = join(dir, "data");
  const file = join(dir, "loopwatch.yaml");
  const loop = (id: string) =>
    `{ id: ${id}, channels: [{ id: p, role: pressure, source: { measurement: m, field: ${id} } }] }`;
  writeFileSync(
    file,
    `dataDir: ${dataDir}\nmail: { to: [ada@example.org] }\nloops: [${loop("one")}, ${loop("two")}]\n`,
  );
  const run = (line: string, options: Parameters<typeof runCommand>[1] = {}) =>
    runCommand([...line.split(" "), "--config", file], options);
  const addAda = (role = "operator") =>
    run(`user add Ada --role ${role} --password-stdin`, { input: password });
  return { dataDir, file, run, addAda };
}

const openDoor = (dataDir: string, host: string) =>
  openAccess(
    dataDir,
    { host, publicUrl: null, trustedProxies: [] },
    { clock: createFakeClock(), log: createMemoryLog() },
  );

describe("user", () => {
  test("add asks twice and shows nothing of it; then they can log in", async () => {
    const { run, dataDir } = house();
    const ran = await run("user add Ada --role operator", { types: [password, password] });
    expect(ran).toMatchObject({
      code: 0,
      out: "Ada can log in now, as operator.\n",
      err: "Password: Once more: ",
    });
    const door = openDoor(dataDir, "127.0.0.1");
    expect(door.access.mode).toBe("guarded");
    expect(await door.access.login({ name: "ada", password, address: "::1" })).toMatchObject({ ok: true });
    door.close();
    expect((await run("user list")).out).toBe(
      "NAME  ROLE      CHANGED           SESSIONS\nAda   operator  2022-12-15 00:00  1\n",
    );
  });

  test.each<[string, string, Parameters<typeof runCommand>[1], string]>([
    ["two that differ", "user add B --role viewer", { types: [password, `${password}x`] }, "not the same"],
    ["no terminal", "user add B --role viewer", {}, "Pipe it in with --password-stdin."],
    ["a short password", "user add B --role viewer --password-stdin", { input: "short" }, "at least 10"],
    ["no password", "user add B --role viewer --password-stdin", {}, "at least 10"],
    ["a name that is taken", "user add ADA --role viewer", { types: [] }, "There is an account Ada already."],
    ["a name that is none", "user add <b> --role viewer", { types: [] }, "A name begins with"],
    ["nobody's password", "user password Eve", { types: [] }, "There is no account Eve."],
    ["nobody's role", "user role Eve viewer", {}, "There is no account Eve."],
    ["the removal of nobody", "user remove Eve", {}, "There is no account Eve."],
  ])("refuses %s and changes nothing", async (_name, line, options, sentence) => {
    const { run, addAda } = house();
    await addAda();
    const ran = await run(line, options);
    expect([ran.code, ran.out]).toEqual([1, ""]);
    expect(ran.err).toContain(sentence);
    expect(JSON.parse((await run("user list --json")).out)).toMatchObject([
      { name: "Ada", role: "operator" },
    ]);
  });

  test("role, password, logout and remove say what they did", async () => {
    const { run, addAda } = house();
    await addAda();
    const lines = [
      await run("user role Ada administrator"),
      await run("user password ada --password-stdin", { input: "a password of today" }),
      await run("user logout Ada"),
      await run("user remove Ada"),
      await run("user list"),
    ];
    expect(lines.map(({ code, out }) => [code, out])).toEqual([
      [0, "Ada is administrator now.\n"],
      [0, "The password of ada is another one now; every session has ended.\n"],
      [0, "Every session of Ada has ended.\n"],
      [0, "Ada has no account now.\n"],
      [0, "Nobody has an account.\n"],
    ]);
  });

  test("works while a server has the data directory, and an unknown role is wrong use", async () => {
    const { run, addAda, dataDir } = house();
    const lock = createDataLock(dataDir);
    expect((await addAda()).code).toBe(0);
    lock.release();
    expect(await run("user role Ada king")).toMatchObject({ code: 2, out: "" });
    expect(await run("user add Ben")).toMatchObject({ code: 2, out: "" });
  });

  test("says when there is nothing yet, and makes nothing by looking", async () => {
    const { run, dataDir } = house();
    expect(await run("user list")).toMatchObject({
      code: 1,
      out: "",
      err: `There is nothing in the data directory ${dataDir} yet. Is it the right one? --config and LOOPWATCH_DATA say which.\n`,
    });
  });
});

describe("token", () => {
  test("add prints the secret alone, once; list never does; revoke ends it", async () => {
    const { run, dataDir } = house();
    const some = await run("token add telegraf --loops one,two");
    const all = await run("token add all --all-loops");
    const api = await run("token add grafana --role viewer");
    for (const { code, out } of [some, all, api]) {
      expect(code).toBe(0);
      expect(out).toMatch(/^lw_[A-Za-z0-9_-]{43}\n$/);
    }
    expect(some.err).toBe("The token telegraf is for telemetry of one, two. It is shown this once:\n");
    expect(await run("token revoke ALL")).toMatchObject({ code: 0 });
    const door = openDoor(dataDir, "127.0.0.1");
    expect([some, all, api].map(({ out }) => door.access.grant(out.trim())?.name)).toEqual([
      "telegraf",
      undefined,
      "grafana",
    ]);
    door.close();
    const { out } = await run("token list");
    expect(out).toMatch(/^all +telemetry of all loops +2022-12-15 00:00 +never +2022-12-15 00:00$/m);
    expect(out).not.toContain("lw_");
    expect((await run("token list --json")).out).not.toMatch(/lw_|digest/);
  });

  test.each([
    ["a loop that nobody knows", "token add t --loops one,three", 1, "no loop three; it has one, two."],
    ["a name that is taken", "token add taken --all-loops", 1, "There is a token taken already."],
    ["nothing that it is for", "token add t", 2, "say what it is for"],
    ["two things that it is for", "token add t --all-loops --role viewer", 2, "cannot be used with"],
    ["loops without names", "token add t --loops one,,two", 2, "Name loops with commas"],
    ["the end of one that is not", "token revoke t", 1, "There is no token t in force."],
  ])("refuses %s", async (_name, line, code, sentence) => {
    const { run } = house();
    await run("token add taken --all-loops");
    const ran = await run(line);
    expect([ran.code, ran.out]).toEqual([code, ""]);
    expect(ran.err).toContain(sentence);
  });
});

describe("audit", () => {
  test("list tells what was done, by span; verify says that it is whole", async () => {
    const { run, addAda } = house();
    await addAda();
    await run("user role Ada viewer");
    const { out } = await run("audit list --since 24h");
    expect(out).toContain(
      '(administrator, a command here): add account account:Ada null -> {"role":"operator"}',
    );
    expect(out).toContain('change role account:Ada {"role":"operator"} -> {"role":"viewer"}');
    expect(JSON.parse((await run("audit list --json")).out)).toMatchObject([{ seq: 1 }, { seq: 2 }]);
    expect((await run("audit list --since soon")).code).toBe(2);
    const whole = await run("audit verify");
    expect(whole).toMatchObject({ code: 0, out: expect.stringMatching(/^The audit is whole: 2 rows\./) });
    const noted = whole.out.trim().split("\n").at(-1);
    expect((await run(`audit verify --noted ${noted}`)).code).toBe(0);
    expect((await run(`audit verify --noted ${"0".repeat(64)}`)).code).toBe(1);
  });

  test("verify names the first row that is not what was written, and answers no", async () => {
    const { run, addAda, dataDir } = house();
    await addAda();
    await run("user role Ada viewer");
    const raw = openRaw(join(dataDir, "state.sqlite"));
    raw.exec("DROP TRIGGER audit_is_not_changed; UPDATE audit SET person = 'Eve' WHERE seq = 2");
    raw.close();
    expect(await run("audit verify")).toMatchObject({
      code: 1,
      out: "The audit is broken: Row 2 is not what was written. The 1 rows before are whole.\n",
    });
    expect(JSON.parse((await run("audit verify --json")).out)).toMatchObject({ ok: false, seq: 2, rows: 1 });
  });

  test("list cannot be made to write over the screen", async () => {
    const { run, addAda, dataDir } = house();
    await addAda();
    const door = openDoor(dataDir, "127.0.0.1");
    await door.access.login({ name: "ada", password: "wrong wrong", address: "\u001b[2J\n#9 forged" });
    door.close();
    const { out } = await run("audit list");
    expect(out).toContain("\\u001b[2J\\u000a#9 forged");
    expect(out.split("\n")).toHaveLength(3);
  });
});

describe("a start on another address than this machine's own", () => {
  test("is refused with the commands that are missing, until they were run", async () => {
    const { run, addAda, dataDir } = house();
    createDataLock(dataDir).release();
    const [user, token] = [
      "loopwatch user add NAME --role administrator",
      "loopwatch token add NAME --all-loops",
    ];
    const refusal = (): string => {
      try {
        openDoor(dataDir, "0.0.0.0").close();
        return "";
      } catch (error) {
        return error instanceof Error && error.name === "StartError" ? error.message : String(error);
      }
    };
    expect(refusal().split("\n").slice(1)).toEqual([`  ${user}`, `  ${token}`]);
    await addAda("viewer");
    await run("token add grafana --role viewer");
    expect(refusal().split("\n").slice(1)).toEqual([`  ${user}`, `  ${token}`]);
    await run("user role Ada operator");
    expect(refusal().split("\n").slice(1)).toEqual([`  ${token}`]);
    await run("token add telegraf --loops one");
    expect(refusal()).toBe("");
    await run("token revoke telegraf");
    expect(refusal()).toContain(token);
    openDoor(dataDir, "127.0.0.1").close();
  });

  test("is a hint of check", async () => {
    const { run } = house();
    const { code, out } = await run("check", { env: { LOOPWATCH_HOST: "192.0.2.1" } });
    expect([code, out]).toEqual([
      0,
      expect.stringContaining("For serve, listen.host: on 192.0.2.1 others can reach"),
    ]);
    expect((await run("check")).out).not.toContain("listen.host");
  });
});

describe("a password that is typed", () => {
  const typing = async (keys: string) => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    let shown = "";
    const asked = createPasswordInput(input, (text) => {
      shown += text;
    }).ask("Password: ");
    input.write(keys);
    input.end();
    return { answer: await asked.catch((error: Error) => error.message), shown };
  };

  test("is what was typed, and is not shown", async () => {
    expect(await typing("correct hoX\u007frse\r")).toEqual({
      answer: "correct horse",
      shown: "Password: \n",
    });
  });

  test.each([
    ["Ctrl-C", "correct\u0003"],
    ["Ctrl-D", "\u0004"],
  ])("is none after %s", async (_name, keys) => {
    expect((await typing(keys)).answer).toBe("No password was given, and nothing was changed.");
  });

  test("is the first line of what is piped in", async () => {
    const input = new PassThrough();
    input.end("correct horse\r\nand more\n");
    expect(await createPasswordInput(input, () => undefined).read()).toBe("correct horse");
  });
});
