import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { days } from "../../../protocol/time.ts";
import { fetchNewestSample, parseNewestSample, toStartTime } from "../../../simulator/live/loop-history.ts";
import { type IngestServer, startIngestServer } from "../ingest-server.ts";

const wallMs = 1_700_000_000_000;

describe("what the server says of a loop", () => {
  test.each([
    ["beside the loop", '{"id":"a","lastSampleMs":5}', 5],
    ["in its signal", '{"id":"a","signal":{"lastSampleMs":7}}', 7],
    ["not at all", '{"id":"a"}', null],
    ["as null", '{"lastSampleMs":null,"signal":{"lastSampleMs":null}}', null],
    ["as something else", '{"lastSampleMs":"yesterday"}', null],
    ["in no object", "[]", null],
  ])("names its newest sample %s", (_name, text, newestMs) => {
    expect(parseNewestSample(text)).toBe(newestMs);
  });

  test("must be JSON", () => {
    expect(() => parseNewestSample("<html>")).toThrow("not JSON");
  });
});

describe("source time starts", () => {
  test.each([
    ["a year back for a loop without samples", null, wallMs - days(365)],
    ["a year back when the samples are older", wallMs - days(400), wallMs - days(365)],
    ["a second after a newer sample", wallMs - days(2), wallMs - days(2) + 1000],
  ])("%s", (_name, newestMs, startMs) => {
    expect(toStartTime(wallMs, newestMs)).toBe(startMs);
  });
});

describe("asking the server", () => {
  let server: IngestServer;
  const said: string[] = [];
  beforeEach(async () => {
    said.length = 0;
    server = await startIngestServer();
  });
  afterEach(() => server.close());
  const ask = (signal = new AbortController().signal) =>
    fetchNewestSample(
      { origin: server.url, authorization: null },
      "ms-22",
      (sentence) => said.push(sentence),
      signal,
    );

  test("reads the loop's newest sample", async () => {
    server.loop = '{"lastSampleMs":42}';
    expect(await ask()).toBe(42);
    expect(server.asked).toEqual(["/api/v1/loops/ms-22"]);
    expect(said).toEqual([]);
  });

  test("takes a loop the server does not know as one without samples", async () => {
    expect(await ask()).toBeNull();
  });

  test("goes on asking a server that does not make sense, says so once, and ends when told", async () => {
    server.loop = "starting";
    const stop = new AbortController();
    const answer = ask(stop.signal);
    while (server.asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect(await answer).toBeNull();
    expect(said).toEqual([`Waiting for the server at ${server.url}: its answer is not JSON`]);
  });
});
