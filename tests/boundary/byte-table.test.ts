import fc from "fast-check";
import { expect, test } from "vitest";
import { createByteTable } from "../../server/boundary/byte-table.ts";

const toView = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

test("every name has one number, in the order in which they came, however many there are", () => {
  const names = fc.array(fc.uint8Array({ minLength: 1, maxLength: 6 }), { maxLength: 2000 });
  const property = fc.property(names, fc.nat(), (list, seed) => {
    const table = createByteTable(seed);
    const numberByName = new Map<string, number>();
    for (const name of list) {
      const bytes = Buffer.concat([Buffer.from("<"), name, Buffer.from(">")]);
      const known = table.find(bytes, 1, 1 + name.length);
      const key = Buffer.from(name).toString("latin1");
      expect(known).toBe(numberByName.get(key) ?? -1);
      if (known === -1) numberByName.set(key, table.add(bytes, 1, 1 + name.length));
    }
    expect([...numberByName.values()]).toEqual(Array.from({ length: table.size }, (_, i) => i));
    for (const [key, number] of numberByName) {
      expect(Buffer.from(table.bytesOf(number)).toString("latin1")).toBe(key);
      expect(table.lengthOf(number)).toBe(key.length);
    }
  });
  fc.assert(property, { seed: 20_221_215, numRuns: 30 });
});

test("a name is guessed where it came behind another before, and only if it stands there", () => {
  const table = createByteTable(7);
  const bytes = Buffer.from("pressure temperature");
  const pressure = table.add(bytes, 0, 8);
  const temperature = table.add(bytes, 9, 20);
  expect(table.guess(pressure, toView(bytes), 9)).toBe(-1);
  table.follow(-1, pressure);
  table.follow(pressure, temperature);
  expect(table.guess(-1, toView(bytes), 0)).toBe(pressure);
  expect(table.guess(pressure, toView(bytes), 9)).toBe(temperature);
  expect(table.guess(pressure, toView(bytes), 10)).toBe(-1);
  expect(table.guess(temperature, toView(bytes), 9)).toBe(-1);
});

test("a table that was cleared holds nothing and begins with 0 again", () => {
  const table = createByteTable(7);
  const bytes = Buffer.from("abc");
  table.follow(-1, table.add(bytes, 0, 2));
  table.clear();
  expect([table.size, table.heldBytes]).toEqual([0, 0]);
  expect(table.guess(-1, toView(bytes), 0)).toBe(-1);
  expect(table.find(bytes, 0, 2)).toBe(-1);
  expect(table.add(bytes, 1, 3)).toBe(0);
});
