import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { defaultSpoolLimits, openNearSpool } from "../../server/adapters/spool/create-spool.ts";
import { createWaitingList } from "../../server/adapters/spool/waiting-list.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

test.each<[number, number]>([
  [0, 9],
  [1, 8],
  [2, 6],
  [3, 1],
  [4, 0],
  [9, 0],
])("of four batches, the newest that has %i behind it is number %i", (most, id) => {
  const list = createWaitingList([1, 6, 8, 9].map((n) => ({ id: n, bytes: 5, receivedMs: 0 })));
  expect(list.tooMany(most)).toBe(id);
});

test("what was taken away does not count", () => {
  const list = createWaitingList([1, 6, 8, 9].map((n) => ({ id: n, bytes: 5, receivedMs: 0 })));
  list.removeTo(6);
  expect([list.tooMany(1), list.tooMany(2)]).toEqual([8, 0]);
});

test("batches held for a checkpoint that never comes are bounded in number, however small they are", async () => {
  const path = join(tempDirForTest(), "spool.sqlite");
  const spool = openNearSpool(path, { ...defaultSpoolLimits, leastFreeBytes: 0, mostHeld: 3 });
  onTestFinished(() => spool.close());
  spool.release(0);
  for (let n = 1; n <= 8; n++) {
    const id = await spool.append({ lines: Buffer.from("m f=1\n"), precision: "ms", receivedMs: n });
    spool.confirm(id);
  }
  await expect.poll(() => spool.held()).toMatchObject({ forgottenId: 5, lastId: 8 });
});
