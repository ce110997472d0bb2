import { describe, expect, test } from "vitest";
import { backtest, documentOf } from "../support/backtest-command.ts";
import { benchConfig, writeTemp } from "../support/bench-recording.ts";

describe("wrong use is exit code 2 with a sentence", () => {
  const input = "x.csv";
  test.each([
    ["no configuration", () => ["--input", input], "required option '--config <file>' not specified"],
    ["no recording", () => ["--config", "c.yaml"], "required option '--input <path...>' not specified"],
    [
      "a format we do not read",
      () => ["--config", "c.yaml", "--input", input, "--format", "pdf"],
      "Allowed choices are csv, lp, iss.",
    ],
    [
      "a loop that is not there",
      () => ["--config", benchConfig(), "--input", input, "--loop", "x"],
      "The configuration has no loop called x; it has bench.",
    ],
    [
      "a document over the recording",
      () => ["--config", "c.yaml", "--input", input, "--json", `./${input}`],
      "would be overwritten",
    ],
    [
      "a trace over the document",
      () => ["--config", "c.yaml", "--input", input, "--json", "y", "--trace", "y"],
      "would be overwritten",
    ],
    [
      "a trace over the configuration",
      () => ["--config", "c.yaml", "--input", input, "--trace", "c.yaml"],
      "would be overwritten",
    ],
  ])("%s", async (_name, args, sentence) => {
    const { code, err, out } = await backtest(...args());
    expect(err).toContain(sentence);
    expect(out).toBe("");
    expect(code).toBe(2);
  });
});

describe("the answer is no", () => {
  test.each([
    ["without a recording", "/no/such/file.csv", "/no/such/file.csv: There is no such file.\n"],
    ["for a folder as a table", "/", "/: It is a folder; only --format iss reads folders.\n"],
  ])("%s", async (_name, input, sentence) => {
    const { code, err } = await backtest("--config", benchConfig(), "--format", "csv", "--input", input);
    expect(err).toBe(sentence);
    expect(code).toBe(1);
  });

  test.each([
    ["an empty table", "empty.csv", "", "There is no telemetry in it."],
    ["a header alone", "header.csv", "time,p_acc\n", "There is no telemetry in it."],
    [
      "a table of other things",
      "other.csv",
      "time,humidity\n1,2\n",
      "No column feeds a channel. The table has the columns humidity; the configuration asks for p_acc, p_out, t-in.",
    ],
    ["a table without a usable row", "bad.csv", "time,p_acc\nx,1\n", "There is no telemetry in it."],
    [
      "one row",
      "row.csv",
      "time,p_acc\n1671062400000,300\n",
      "Nothing of it could be judged: a loop needs samples of at least a few seconds.",
    ],
    [
      "other line protocol",
      "other.lp",
      "other f=1 1671062400000000000\n",
      "None of its points feeds a channel of the configuration.",
    ],
  ])("for %s", async (_name, file, text, sentence) => {
    const input = writeTemp(file, text);
    const { code, err, document } = await documentOf("--config", benchConfig(), "--input", input);
    expect(err).toContain(`${input}: ${sentence}\n`);
    expect(document.runs[0].failure).toBe(sentence);
    expect(code).toBe(1);
  });

  test("for a configuration with mistakes, each with its line", async () => {
    const config = writeTemp("bad.yaml", "mail: { to: [a@b] }\nloops: 5\n");
    const { code, err } = await backtest("--config", config, "--input", "x.csv");
    expect(err).toBe(`${config} has problems:\nline 2: loops: This must be a list.\n`);
    expect(code).toBe(1);
  });
});

test("help names every option", async () => {
  const { code, out } = await backtest("--help");
  for (const option of ["config", "input", "format", "json", "trace", "loop", "year", "precision"])
    expect(out).toContain(`--${option} <`);
  expect(code).toBe(0);
});
