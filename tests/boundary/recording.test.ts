import { describe, expect, test } from "vitest";
import { findYear, mergeChannels, parseIssFile, renderIssLine } from "../../server/boundary/recording.ts";

const iso = (ms: number | undefined): string => new Date(ms ?? Number.NaN).toISOString();

describe("a file of the station's telemetry", () => {
  test("has the hour of the year, counted so that hour 24 begins 1 January", () => {
    const { atMs, value } = parseIssFile("S1000002.txt", "24 1\n6844.99 2148.08081054688 \n", 2018);
    expect(atMs.map(iso)).toEqual(["2018-01-01T00:00:00.000Z", "2018-10-12T04:59:24.000Z"]);
    expect(value).toEqual([1, 2148.08081054688]);
  });

  test("is named by its channel, and its times are whole milliseconds", () => {
    const { id, atMs } = parseIssFile("S1000002.txt", "6844.99008305556 2148.1\n", 2018);
    expect(id).toBe("S1000002");
    expect(atMs.map(iso)).toEqual(["2018-10-12T04:59:24.299Z"]);
  });

  test("keeps a clock that was set back by a second in its order", () => {
    const { atMs } = parseIssFile("A.txt", "100.001 1\n100.0005 2\n100.002 3\n", 2018);
    expect(atMs.map((ms, i) => ms - (atMs[i - 1] ?? ms))).toEqual([0, -1800, 5400]);
  });

  test("goes on in the next year when the hours begin anew", () => {
    const { atMs } = parseIssFile("A.txt", "8783.9 1\n24.1 2\n", 2018);
    expect(atMs.map((ms) => iso(ms).slice(0, 4))).toEqual(["2018", "2019"]);
  });

  test("merges samples of one time, the last value wins as in the database, and counts them", () => {
    const channel = parseIssFile("A.txt", "100 1\n100.001 2\n100 3\n100 4\n", 2018);
    expect(channel.value).toEqual([4, 2]);
    expect(channel.merged).toBe(2);
  });

  test("names the lines it leaves out, and keeps the others", () => {
    const channel = parseIssFile(
      "A.txt",
      "100 1\nnot a line\n100.1\n\n100.2 NaN\n9000 5\n-1 5\n100.3 6\r\n",
      2018,
    );
    expect(channel.value).toEqual([1, 6]);
    expect(channel.problems.map(({ file, line }) => `${file}:${line}`)).toEqual([
      "A.txt:2",
      "A.txt:3",
      "A.txt:5",
      "A.txt:6",
      "A.txt:7",
    ]);
    expect(channel.problems.map(({ message }) => message)).toEqual([
      "A line is an hour of the year and a value, with a space between.",
      "A line is an hour of the year and a value, with a space between.",
      "The value is not a finite number.",
      "The hour of the year must be from 24 to 8808.",
      "The hour of the year must be from 24 to 8808.",
    ]);
  });

  test("may be empty", () => {
    expect(parseIssFile("A.txt", "", 2018)).toEqual({
      id: "A",
      atMs: [],
      value: [],
      merged: 0,
      problems: [],
    });
  });
});

describe("several channels", () => {
  const channel = (id: string, atMs: number[]) => ({
    id,
    atMs,
    value: atMs.map((_, i) => i),
    merged: 0,
    problems: [],
  });

  test("are merged by time, and each keeps its own order", () => {
    const merged = [
      ...mergeChannels([channel("a", [1, 5, 4, 9]), channel("b", [2, 5, 7]), channel("c", [])]),
    ];
    expect(merged.map((sample) => `${sample.id}${sample.atMs}`)).toEqual([
      "a1",
      "b2",
      "a5",
      "a4",
      "b5",
      "b7",
      "a9",
    ]);
  });

  test("that are none give nothing", () => {
    expect([...mergeChannels([])]).toEqual([]);
  });
});

test("a sample is one line of line protocol in milliseconds", () => {
  expect(renderIssLine({ id: "S1000002", atMs: 1539320364299, value: 2148.08081054688 })).toBe(
    "iss_telemetry,id=S1000002 value=2148.08081054688 1539320364299",
  );
});

test.each<[string, number | null]>([
  ["/data/iss-2018-10-12/raw", 2018],
  ["/backup-2024-01-01/OFT2_2022-05-20", 2022],
  ["/data/oft2/raw", null],
  ["/data/20180-10-12", null],
])("the year of %s is %s", (path, year) => {
  expect(findYear(path)).toBe(year);
});
