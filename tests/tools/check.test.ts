import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTreeCopy, type TreeCopy } from "../support/tree-copy.ts";

/** A whole compilation from nothing, on a busy machine. */
const slowMs = 180_000;

let tree: TreeCopy;
beforeAll(() => {
  tree = createTreeCopy({ linkModules: true });
});
afterAll(() => tree.dispose());

/** Runs the real checks of that name over the copy; stdout and stderr in one. */
async function check(names: string) {
  const ended = await tree.run([process.execPath, "tools/check.mjs", "--only", names]);
  return { code: ended.code, output: ended.stdout + ended.stderr };
}

/** The same, with one file written first and put back as it was afterwards. */
async function checkWith(path: string, change: (before: string) => string, names: string) {
  const before = tree.read(path);
  tree.write(path, change(before));
  try {
    return await check(names);
  } finally {
    tree.write(path, before);
  }
}

/** The same, with one new file that is taken away again. */
async function checkWithNew(path: string, text: string, names: string) {
  tree.write(path, text);
  try {
    return await check(names);
  } finally {
    tree.delete(path);
  }
}

const planted = "server/domain/loop/planted.ts";

describe("npm run check", { timeout: slowMs }, () => {
  test("passes the imports of the tree as it is, in one line", async () => {
    // The whole check of the same tree is a step of its own in CI.
    const { code, output } = await check("imports,lock");
    expect(output).toMatch(/^imports ok [\d.]+ s · lock ok [\d.]+ s\n$/);
    expect(code).toBe(0);
  });

  test("fails on an import from a higher floor, and says why the rule is there", async () => {
    const text = 'import type { Clock } from "../../app/ports.ts";\n\nexport type Planted = Clock;\n';
    const { code, output } = await checkWithNew(planted, text, "imports");
    expect(code).toBe(1);
    expect(output).toContain(`domain-is-pure: ${planted}`);
    expect(output).toContain("Decisions must be replayable anywhere");
  });

  test("fails when dependency-cruiser read nothing, although it reports no violation", async () => {
    const path = ".dependency-cruiser.cjs";
    const { code, output } = await checkWith(
      path,
      (before) => before.replace("options: {", 'options: {\n    includeOnly: "^nowhere/",'),
      "imports",
    );
    expect(output).toContain("read no module");
    expect(code).toBe(1);
  });

  test.each([
    ["a Date", "export const planted = new Date(0);\n", "The domain has no clock"],
    ["a call of Date.now", "export const planted = Date.now();\n", "The domain has no clock"],
    ["Math.random", "export const planted = Math.random();\n", "No chance here"],
    ["any", "export const planted = (value: any): unknown => value;\n", "noExplicitAny"],
    ["a default export", "export default 1;\n", "noDefaultExport"],
  ])("fails on %s in the domain", async (_name, text, reason) => {
    const { code, output } = await checkWithNew(planted, text, "lint");
    expect(code).toBe(1);
    expect(output).toContain(planted);
    expect(output).toContain(reason);
  });

  test("fails on a file of 301 lines and passes one of 300", async () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, index) => `export const line${index} = ${index};\n`).join("");
    const long = await checkWithNew(planted, lines(301), "lint");
    expect(long.output).toContain("noExcessiveLinesPerFile");
    expect(long.code).toBe(1);
    expect((await checkWithNew(planted, lines(300), "lint")).output).not.toContain(planted);
  });

  test("fails on an export that nobody imports", async () => {
    const forgotten = (before: string) => `${before}\nexport const forgottenUnit = 1;\n`;
    const { code, output } = await checkWith("protocol/units.ts", forgotten, "unused");
    expect(code).toBe(1);
    expect(output).toMatch(/forgottenUnit.*protocol\/units\.ts/);
  });

  test.each([
    "setTimeout(() => undefined, 1)",
    "console.log(1)",
    "process.exit(1)",
    'fetch("/")',
    "document",
  ])("fails on %s in the domain, which the compiler does not know there", async (expression) => {
    tree.write(planted, `export const planted = (): unknown => ${expression};\n`);
    const ended = await tree.run([
      process.execPath,
      "node_modules/typescript/bin/tsc",
      ...["-b", "server/domain"],
    ]);
    tree.delete(planted);
    expect(ended.stdout).toMatch(/server\/domain\/loop\/planted\.ts\(1,\d+\): error TS(2304|2584|2591)/);
    expect(ended.code).not.toBe(0);
  });

  test("refuses an unknown check by naming the known ones", async () => {
    const { code, output } = await check("types,spelling");
    expect(code).toBe(1);
    expect(output).toContain("types,lint,imports,unused,lock");
  });
});
