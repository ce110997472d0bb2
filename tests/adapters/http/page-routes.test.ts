import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSmallHouse } from "../../support/small-house.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";

function builtPage(): string {
  const dir = tempDirForTest();
  mkdirSync(join(dir, "assets"));
  writeFileSync(join(dir, "index.html"), "<!doctype html><title>Loopwatch</title>");
  writeFileSync(join(dir, "favicon.svg"), "<svg/>");
  writeFileSync(join(dir, "assets", "main-1a2b.js"), "export {};");
  writeFileSync(join(dir, ".secret"), "no");
  return dir;
}

describe("the page", () => {
  test("is served fresh at /, with a visitor counted, and its files are kept by the browser", async () => {
    const house = await openSmallHouse({ clientDir: builtPage() });
    const page = await fetch(`${house.url}/`);
    expect(await page.text()).toContain("Loopwatch");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    expect(house.visitors()).toBe(1);
    const script = await fetch(`${house.url}/assets/main-1a2b.js`);
    expect(script.headers.get("cache-control")).toContain("immutable");
    expect((await fetch(`${house.url}/favicon.svg`)).status).toBe(200);
    expect(house.visitors()).toBe(1);
  });

  test("counts no visitor for a program that asks the API or only for headers", async () => {
    const house = await openSmallHouse({ clientDir: builtPage() });
    await fetch(`${house.url}/api/v1/loops`);
    await fetch(`${house.url}/`, { method: "HEAD" });
    expect(house.visitors()).toBe(0);
  });

  test("gives away nothing else of its folder", async () => {
    const house = await openSmallHouse({ clientDir: builtPage() });
    for (const path of ["/.secret", "/..%2f..%2fetc%2fpasswd", "/assets/"])
      expect((await fetch(`${house.url}${path}`)).status).toBe(404);
  });

  test("says what to do when it has not been built", async () => {
    const house = await openSmallHouse({ clientDir: tempDirForTest() });
    const response = await fetch(`${house.url}/`);
    expect(response.status).toBe(503);
    expect(await response.text()).toBe("The page has not been built; npm run build does that.\n");
  });

  test("may load nothing from elsewhere, and is not forced to a TLS that is not there", async () => {
    const house = await openSmallHouse({ clientDir: builtPage() });
    const { headers } = await fetch(`${house.url}/`);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy.split(";")).toEqual(
      expect.arrayContaining(["default-src 'self'", "connect-src 'self'", "object-src 'none'"]),
    );
    expect(policy).not.toContain("upgrade-insecure-requests");
    expect(headers.get("strict-transport-security")).toBeNull();
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });
});
