import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSmallHouse, type SmallHouse } from "../support/small-house.ts";
import { tempDirForTest } from "../support/temp-dir.ts";
import { runCommand } from "../support/test-terminal.ts";

/** A folder of recorded channels, with a date in its name unless told otherwise. */
function issFolder(files: Readonly<Record<string, string>>, name = "iss-2018-10-12"): string {
  const folder = join(tempDirForTest(), name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

function lpFile(text: string): string {
  const file = join(tempDirForTest(), "recording.lp");
  writeFileSync(file, text);
  return file;
}

const replayTo = (house: SmallHouse, ...args: string[]) =>
  runCommand(["replay", "--url", house.url, ...args]);

describe("replaying a folder of the station's telemetry", () => {
  test("sends every point in order of time, waits for the store, and counts", async () => {
    const house = await openSmallHouse();
    const folder = issFolder({
      "S1000002.txt": "6844.99 2148\n6844.9905 2146\n6844.9902 2147\n6844.99 2149\n",
      "P1000002.txt": "6844.9901 2300\nbroken\n",
      "README.md": "not a channel",
    });
    const { code, out, err } = await replayTo(house, "--format", "iss", folder);
    expect(out).toBe(
      [
        "Sent 4 points from 2018-10-12T04:59:24.000Z to 2018-10-12T04:59:25.800Z; 1 duplicates merged, 1 lines left out.",
        "The store holds 4 points of iss_telemetry: all of them.",
        "",
      ].join("\n"),
    );
    expect(err).toContain(
      "P1000002.txt:2: A line is an hour of the year and a value, with a space between.\n1 line is left out.\n",
    );
    expect(err).toContain("100 %, 4 of 4 points\n");
    expect(code).toBe(0);
    const series = [{ measurement: "iss_telemetry", tags: { id: "S1000002" }, field: "value" }];
    const history = await house.store.history({
      series,
      fromMs: 1539320364000,
      toMs: 1539320365000,
      bucketMs: 1000,
    });
    expect(history.max[0]).toEqual([2149]);
  });

  test("twice changes nothing, and says what was there before", async () => {
    const house = await openSmallHouse();
    const folder = issFolder({ "A.txt": "100 1\n101 2\n" });
    await replayTo(house, "--format", "iss", folder);
    const { code, out } = await replayTo(house, "--format", "iss", folder);
    expect(out).toContain("The store holds 2 points of iss_telemetry; it held 2 before.\n");
    expect(code).toBe(0);
  });

  test("takes the year from --year, and asks for it when nothing tells it", async () => {
    const house = await openSmallHouse();
    const folder = issFolder({ "A.txt": "24 1\n" }, "raw");
    const unknown = await replayTo(house, "--format", "iss", folder);
    expect(unknown).toMatchObject({
      code: 1,
      err: "The files count hours of a year, and no date like 2018-10-12 in the path says which. Add --year.\n",
    });
    const { out } = await replayTo(house, "--format", "iss", "--year", "2022", folder);
    expect(out).toContain("from 2022-01-01T00:00:00.000Z");
  });

  test.each([
    ["that is empty", issFolder, "There is no ID.txt in "],
    [
      "that does not exist",
      () => "/no/such/folder-2018-10-12",
      "/no/such/folder-2018-10-12 is not a folder that can be read.\n",
    ],
  ])("of a folder %s is refused in a sentence", async (_name, folder, sentence) => {
    const house = await openSmallHouse();
    const { code, err } = await replayTo(house, "--format", "iss", folder({}));
    expect(err.startsWith(sentence)).toBe(true);
    expect(code).toBe(1);
  });
});

describe("replaying a file of line protocol", () => {
  test("counts each measurement, and points that repeat one of the same series and time", async () => {
    const house = await openSmallHouse();
    const file = lpFile(
      '# export\na,t=1 f=1 1000\na,t=1 f=2 1000\na,t=1 s="two\nlines" 2000\nnonsense\nb f=1u 3000\n',
    );
    const { code, out, err } = await replayTo(house, "--format", "lp", "--precision", "ms", file);
    expect(out).toBe(
      [
        "Sent 4 points from 1970-01-01T00:00:01.000Z to 1970-01-01T00:00:03.000Z; 1 duplicates merged, 1 lines left out.",
        "The store holds 2 points of a: all of them.",
        "The store holds 1 points of b: all of them.",
        "",
      ].join("\n"),
    );
    expect(err).toContain("recording.lp:6: There are no fields.\n");
    expect(code).toBe(0);
  });

  test("gives its result as JSON when asked, and nothing else on the standard output", async () => {
    const house = await openSmallHouse();
    const { out } = await replayTo(
      house,
      "--json",
      "--format",
      "lp",
      "--precision",
      "s",
      lpFile("a f=1 1\n"),
    );
    expect(JSON.parse(out)).toEqual({
      ok: true,
      points: 1,
      accepted: 1,
      merged: 0,
      skipped: 0,
      refusal: null,
      from: "1970-01-01T00:00:01.000Z",
      to: "1970-01-01T00:00:01.000Z",
      store: [{ measurement: "a", points: 1, before: 0, after: 1 }],
    });
  });

  test("keeps to the pace of source time when a speed is given", async () => {
    const house = await openSmallHouse();
    const file = lpFile("a f=1 0\na f=2 10000\na f=3 9000\na f=4 70000\n");
    const { waits, out } = await runCommand([
      "replay",
      "--url",
      house.url,
      "--format",
      "lp",
      "--precision",
      "ms",
      "--speed",
      "10",
      file,
    ]);
    // 10 s and then 60 s of source time at tenfold speed; the jump back waits for nothing.
    expect(waits.slice(0, 2)).toEqual([1000, 6000]);
    expect(out).toContain("Sent 4 points");
  });

  test("that is empty sends nothing and is fine", async () => {
    const house = await openSmallHouse();
    const { code, out } = await replayTo(house, "--format", "lp", lpFile("# nothing\n"));
    expect(out).toBe("Sent 0 points; 0 duplicates merged, 0 lines left out.\n");
    expect(code).toBe(0);
  });
});

describe("a replay answers no", () => {
  test("when the server refused lines, and repeats its reason", async () => {
    let calls = 0;
    const house = await openSmallHouse({
      ingest: {
        accept: async () => ({
          kind: "accepted",
          points: 1,
          problems: [{ line: 2, message: `Reason ${++calls}.` }],
          refused: 1,
        }),
      },
    });
    const { code, out } = await replayTo(house, "--format", "lp", lpFile("a f=1 1\na f=2 2\n"));
    expect(out).toContain("Sent 1 points");
    expect(out).toContain(
      "The server refused a part: 1 of 2 lines were refused and 1 were kept. Line 2: Reason 1.\n",
    );
    expect(code).toBe(1);
  });

  test("when the store, empty before, holds fewer points than were sent", async () => {
    const house = await openSmallHouse({
      ingest: { accept: async () => ({ kind: "accepted", points: 1, problems: [], refused: 0 }) },
    });
    const { code, out } = await replayTo(house, "--format", "lp", lpFile("a f=1 1\n"));
    expect(out).toContain("The store holds 0 points of a, but 1 were sent.\n");
    expect(code).toBe(1);
  });

  test("when no server is there, after a bounded number of tries", async () => {
    const { code, err, waits } = await runCommand([
      "replay",
      "--url",
      "http://127.0.0.1:1",
      "--format",
      "lp",
      lpFile("a f=1 1\n"),
    ]);
    expect(err).toBe(
      "No Loopwatch answers at http://127.0.0.1:1. Start one with npm start, or say where it is with --url.\n",
    );
    expect(waits).toEqual([250, 500, 1000, 2000, 4000]);
    expect(code).toBe(1);
  });

  test("when what answers is no Loopwatch", async () => {
    const house = await openSmallHouse();
    const { code, err } = await runCommand([
      "replay",
      "--url",
      `${house.url}/elsewhere`,
      "--format",
      "lp",
      lpFile("a f=1 1\n"),
    ]);
    expect(err).toBe(`What answers at ${house.url}/elsewhere is not a Loopwatch.\n`);
    expect(code).toBe(1);
  });
});

test("a server that is full is asked again when it said, and nothing is lost or sent twice", async () => {
  const bodies: string[] = [];
  const house = await openSmallHouse({
    ingest: {
      async accept(body) {
        bodies.push(body.toString());
        if (bodies.length < 3) return { kind: "full", retryAfterS: 7 };
        return { kind: "accepted", points: 2, problems: [], refused: 0 };
      },
    },
  });
  const { waits, out } = await replayTo(house, "--format", "lp", lpFile("a f=1 1\na f=2 2\n"));
  expect(bodies).toEqual(Array.from({ length: 3 }, () => "a f=1 1\na f=2 2\n"));
  expect(waits).toEqual([7000, 7000]);
  expect(out).toContain("Sent 2 points");
});

test("progress is a bar that is drawn over itself on a screen", async () => {
  const house = await openSmallHouse();
  const file = lpFile(Array.from({ length: 10_000 }, (_, i) => `a f=1 ${i}`).join("\n"));
  const { err } = await runCommand(["replay", "--url", house.url, "--format", "lp", file], {
    isScreen: true,
  });
  expect(err).toBe(
    `\r${"█".repeat(12)}${"░".repeat(12)}  50 %  5,000 of 10,000 points\r${"█".repeat(24)} 100 %  10,000 of 10,000 points\n`,
  );
});
