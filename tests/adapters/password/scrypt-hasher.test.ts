import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createScryptHasher } from "../../../server/adapters/password/scrypt-hasher.ts";
import { createSecrets } from "../../../server/adapters/password/secrets.ts";
import { createTurns } from "../../../server/adapters/password/turns.ts";
import { HasherBusy } from "../../../server/app/access-ports.ts";

const cheap = { log2N: 4, r: 8, p: 1 };

describe("a hash", () => {
  test("tells its parameters, is another one each time, and fits its password alone", async () => {
    const hasher = createScryptHasher(cheap);
    const hash = await hasher.hash("correct horse");
    expect(hash).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await hasher.hash("correct horse")).not.toBe(hash);
    expect(await hasher.verify("correct horse", hash, true)).toBe(true);
    expect(await hasher.verify("correct house", hash, true)).toBe(false);
  });

  test("made when hashes cost less still fits", async () => {
    const hash = await createScryptHasher(cheap).hash("correct horse");
    expect(await createScryptHasher({ log2N: 5, r: 8, p: 1 }).verify("correct horse", hash, true)).toBe(true);
  });

  test.each([
    ["there is none", null],
    ["it is empty", ""],
    ["it is of another kind", "$2b$10$abcdefghijklmnopqrstuv"],
    ["it wants more memory than there is", `$scrypt$ln=40,r=8,p=1$${"a".repeat(22)}$${"a".repeat(43)}`],
    ["its key is cut short", `$scrypt$ln=4,r=8,p=1$${"a".repeat(22)}$${"a".repeat(20)}`],
  ])("fits nothing when %s", async (_name, hash) => {
    expect(await createScryptHasher(cheap).verify("anything at all", hash, false)).toBe(false);
  });

  test("of today is of N = 2^17, and a password of any length is taken", async () => {
    const hasher = createScryptHasher();
    const hash = await hasher.hash("x".repeat(200));
    expect(hash).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$/);
    expect(await hasher.verify("x".repeat(200), hash, true)).toBe(true);
  });

  test("is refused, not queued, when too many wait; the familiar have places of their own", async () => {
    const hasher = createScryptHasher(cheap);
    const flood = Array.from({ length: 100 }, () => hasher.verify("guess", null, false));
    const owners = Array.from({ length: 8 }, () => hasher.verify("guess", null, true));
    const settled = await Promise.allSettled(flood);
    const refused = settled.filter((one) => one.status === "rejected");
    expect(refused).toHaveLength(100 - 2 - 8);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(HasherBusy);
    expect(await Promise.all(owners)).toEqual(owners.map(() => false));
  });
});

test("turns: two at once, the first before the others, and one that fails lets the next go on", async () => {
  const turns = createTurns({
    mostAtOnce: 2,
    mostWaiting: 4,
    keptForFirst: 2,
    toRefusal: () => new Error("full"),
  });
  const order: string[] = [];
  const end: (() => void)[] = [];
  const work = (name: string) => async () => {
    order.push(name);
    await new Promise<void>((resolve) => void end.push(resolve));
    if (name === "b") throw new Error("b failed");
  };
  const all = [
    ...["a", "b", "c", "d"].map((name) => turns.take(work(name), false)),
    ...["e", "f"].map((name) => turns.take(work(name), true)),
  ];
  const settled = Promise.allSettled(all);
  await expect(turns.take(work("g"), true)).rejects.toThrow("full");
  await turn();
  expect(order).toEqual(["a", "b"]);
  for (let i = 0; i < 6; i++) {
    end[i]?.();
    await turn();
  }
  expect(order).toEqual(["a", "b", "e", "f", "c", "d"]);
  expect((await settled).map(({ status }) => status)).toEqual(
    ["a", "b", "c", "d", "e", "f"].map((name) => (name === "b" ? "rejected" : "fulfilled")),
  );
});

test("a secret is 256 bits of chance that a cookie can carry, and its digest is SHA-256", () => {
  const secrets = createSecrets();
  expect(secrets.draw()).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(secrets.draw()).not.toBe(secrets.draw());
  expect(secrets.digest("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
