import { describe, expect, test } from "vitest";
import { configOf, problemsOf, small } from "./config-cases.ts";

describe("the environment", () => {
  test("wins over the file", () => {
    const config = configOf(`${small}store: { kind: sqlite }\n`, {
      INFLUX_URL: "http://reader:pass%20word@db.example.org:8086/",
      INFLUX_DATABASE: "plant",
      LOOPWATCH_PORT: "0",
      PORT: "9",
      LOOPWATCH_HOST: "localhost",
      LOOPWATCH_DATA: "elsewhere",
      SMTP_URL: "smtp://mail.example.org:587",
    });
    expect(config.store).toEqual({
      kind: "influx",
      url: "http://db.example.org:8086",
      database: "plant",
      username: "reader",
      password: "pass word",
      token: null,
    });
    expect(config).toMatchObject({
      listen: { host: "localhost", port: 0 },
      dataDir: "elsewhere",
      smtp: { url: "smtp://mail.example.org:587" },
    });
  });

  test("gives the secrets of a store that the file names", () => {
    const { store } = configOf(
      `${small}store: { kind: influx, url: "https://db.example.org", username: writer }\n`,
      { INFLUX_PASSWORD: "p", INFLUX_TOKEN: "t" },
    );
    expect(store).toEqual({
      kind: "influx",
      url: "https://db.example.org",
      database: "loopwatch",
      username: "writer",
      password: "p",
      token: "t",
    });
  });

  test("says nothing with a variable that is empty", () => {
    expect(configOf(small, { INFLUX_URL: "", PORT: " ", SMTP_URL: "" })).toEqual(configOf(small));
  });

  test.each([
    ["INFLUX_URL", "localhost:8086"],
    ["INFLUX_URL", "http://user:hunter2@"],
    ["INFLUX_URL", "http://%zz:hunter2@db:8086"],
    ["SMTP_URL", "mail.example.org?hunter2"],
    ["LOOPWATCH_PORT", "hunter2"],
  ])(
    "with a malformed %s (%s) is refused by the variable's name, and the value is not repeated",
    (variable, value) => {
      const problems = problemsOf(small, { [variable]: value });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(new RegExp(`^${variable}: [A-Z].*\\.$`));
      expect(problems[0]).not.toContain("hunter2");
    },
  );

  test.each(["password", "token"])("is the place for a %s, not the file", (key) => {
    const [problem] = problemsOf(`${small}store: { kind: influx, url: "http://db:8086", ${key}: hunter2 }\n`);
    expect(problem).toBe(
      `line 12: store.${key}: Secrets do not belong in this file; set INFLUX_${key.toUpperCase()} in the environment.`,
    );
  });
});
