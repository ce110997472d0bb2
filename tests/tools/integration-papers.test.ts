import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { wireVersion } from "../../protocol/wire.ts";
import { toSignedHeaders } from "../../server/adapters/webhook/sign-message.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

describe("what the documents give others to copy", () => {
  type IsOurs = (secret: string, headers: Readonly<Record<string, string>>, body: string) => boolean;

  /** The receiver's function as it stands in the document. */
  async function readerOfSignatures(): Promise<IsOurs> {
    const code = /```js\n([\s\S]*?)```/.exec(read("docs/integration.md"))?.[1] ?? "";
    const module: { readonly isOurs: IsOurs } = await import(
      `data:text/javascript,${encodeURIComponent(code)}`
    );
    return module.isOurs;
  }

  test.each(["plain words", `whsec_${Buffer.from("key").toString("base64")}`])(
    "knows our signature by the secret %s, and no other",
    async (secret) => {
      const isOurs = await readerOfSignatures();
      const headers = toSignedHeaders({ id: "m1", body: "{}" }, 1_700_000_000_000, secret);
      expect(isOurs(secret, headers, "{}")).toBe(true);
      expect(isOurs(secret, headers, "{ }")).toBe(false);
      expect(isOurs("another", headers, "{}")).toBe(false);
      expect(isOurs(secret, {}, "{}")).toBe(false);
    },
  );

  test("the wire's page tells every event of the server, and its version", () => {
    const page = read("docs/wire.md");
    const source = /export interface ServerToPage \{([\s\S]*?)\n\}/.exec(read("protocol/wire.ts"))?.[1] ?? "";
    const events = [...source.matchAll(/^ {2}(\w+): \(/gm)].map(([, name]) => name ?? "");
    expect(events.length).toBeGreaterThan(9);
    expect(events.filter((event) => !page.includes(`\`${event}\``))).toEqual([]);
    expect(page).toContain(`\`wireVersion\` is ${wireVersion}.`);
  });

  test.each(readdirSync(new URL("examples/telegraf", root)).map((file) => ({ file })))(
    "$file sends to us, keeps what we do not take, and is named in the document",
    ({ file }) => {
      const text = read(`examples/telegraf/${file}`);
      expect(text).toContain('urls = ["http://127.0.0.1:8420"]');
      expect(Number(/metric_buffer_limit = (\d+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(100_000);
      expect(text).toContain("coolant_loop");
      expect(text).not.toMatch(/password = "[^$]/);
      expect(read("docs/integration.md")).toContain(`(../examples/telegraf/${file})`);
    },
  );
});
