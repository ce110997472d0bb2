import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createFileSender } from "../../../simulator/senders/file-sender.ts";
import { OutputFileError } from "../../../simulator/senders/output-file-error.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";

const line = "coolant_loop,loop=a flow_lpm=6 1000\n";

describe("the file sender", () => {
  test("gives the file its name only when it is whole", async () => {
    const path = join(tempDirForTest(), "run.lp");
    const sender = await createFileSender(path);
    sender.send(line.repeat(3));
    await sender.whenIdle();
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(`${path}.part`, "utf8")).toBe(line.repeat(3));
    await sender.finish();
    expect(readFileSync(path, "utf8")).toBe(line.repeat(3));
    expect(existsSync(`${path}.part`)).toBe(false);
    expect(sender.counters()).toEqual({ sent: 3, acknowledged: 3, retried: 0, rejected: 0, queued: 0 });
  });

  test("does not count the header", async () => {
    const path = join(tempDirForTest(), "run.csv");
    const sender = await createFileSender(path, "time,flow_lpm\n");
    sender.send("1970-01-01T00:00:01.000Z,6\n");
    sender.send("");
    await sender.finish();
    expect(readFileSync(path, "utf8")).toBe("time,flow_lpm\n1970-01-01T00:00:01.000Z,6\n");
    expect(sender.counters()).toMatchObject({ sent: 1, acknowledged: 1 });
  });

  test("has no room while much waits for the disk, and room again afterwards", async () => {
    const path = join(tempDirForTest(), "run.lp");
    const sender = await createFileSender(path);
    expect(sender.hasRoom()).toBe(true);
    for (let i = 0; i < 4; i++) sender.send(line.repeat(10_000));
    expect(sender.hasRoom()).toBe(false);
    expect(sender.counters().queued).toBe(40_000);
    await sender.whenRoom();
    expect(sender.hasRoom()).toBe(true);
    await sender.finish();
    expect(readFileSync(path, "utf8")).toBe(line.repeat(40_000));
  });

  test("leaves an earlier file alone until the new one is whole", async () => {
    const path = join(tempDirForTest(), "run.lp");
    writeFileSync(path, "earlier\n");
    const sender = await createFileSender(path);
    sender.send(line);
    await sender.whenIdle();
    await sender.close();
    expect(readFileSync(path, "utf8")).toBe("earlier\n");
    expect(sender.partPath).toBe(`${path}.part`);
    expect(readFileSync(`${path}.part`, "utf8")).toBe(line);
    const again = await createFileSender(path);
    again.send(line);
    await again.finish();
    expect(readFileSync(path, "utf8")).toBe(line);
  });

  test.skipIf(!existsSync("/dev/full"))(
    "says when the disk is full, and counts what is not on it",
    async () => {
      const sender = await createFileSender("/dev/full");
      expect(sender.partPath).toBeNull();
      sender.send(line.repeat(5));
      await sender.whenIdle();
      expect(sender.hasRoom()).toBe(false);
      await expect(sender.whenRoom()).rejects.toThrow(OutputFileError);
      sender.send(line);
      await expect(sender.finish()).rejects.toThrow(
        "/dev/full cannot be written: there is no space left on the device.",
      );
      expect(sender.counters()).toEqual({ sent: 6, acknowledged: 0, retried: 0, rejected: 0, queued: 6 });
    },
  );

  test.each([
    {
      name: "a directory that is not there",
      make: (dir: string) => join(dir, "a", "run.lp"),
      why: "its directory does not exist",
    },
    {
      name: "a directory in place of the file",
      make: (dir: string) => {
        mkdirSync(join(dir, "run.lp"));
        return join(dir, "run.lp");
      },
      why: "it is a directory",
    },
    {
      name: "a file in place of a directory",
      make: (dir: string) => {
        writeFileSync(join(dir, "a"), "");
        return join(dir, "a", "run.lp");
      },
      why: "a part of its path is not a directory",
    },
  ])("says at once what is wrong with $name", async ({ make, why }) => {
    const path = make(tempDirForTest());
    await expect(createFileSender(path)).rejects.toThrow(`${path} cannot be written: ${why}.`);
  });
});
