import { describe, expect, test } from "vitest";
import { matchTopic, parseTopicFilter } from "../../server/boundary/mqtt-topic.ts";

function filterOf(text: string) {
  const parsed = parseTopicFilter(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

describe("a topic filter", () => {
  test.each([
    ["site/{loop}/{channel}", "site/+/+"],
    ["+/x/#", "+/x/#"],
    ["#", "#"],
    ["/plant//{loop}", "/plant//+"],
  ])("%s is %s to a broker", (text, filter) => {
    expect(filterOf(text).filter).toBe(filter);
  });

  test.each([
    ["a/#/b", /last one/],
    ["a/{loop}/{loop}", /two levels called \{loop\}/],
    ["a/b+", /b\+ is not/],
    ["rack-{loop}", /rack-\{loop\} is not/],
    ["a/{1}", /is not/],
    ["$share/g/a", /Shared/],
    ["a\nb", /control character/],
  ])("%s is refused in a sentence", (text, reason) => {
    expect(parseTopicFilter(text)).toMatchObject({ ok: false, message: expect.stringMatching(reason) });
  });

  test.each<[string, string, Record<string, string> | null]>([
    ["site/{loop}/{channel}", "site/a/p", { loop: "a", channel: "p" }],
    ["site/{loop}/{channel}", "site/a/p/x", null],
    ["site/{loop}/{channel}", "site/a", null],
    ["site/{loop}/{channel}", "Site/a/p", null],
    ["site/+/{channel}", "site/a/p", { channel: "p" }],
    ["site/{loop}/#", "site/a", { loop: "a" }],
    ["site/{loop}/#", "site/a/b/c", { loop: "a" }],
    ["site/{loop}/#", "site", null],
    ["#", "any/thing", {}],
    ["a/{x}", "a/", { x: "" }],
  ])("%s and the topic %s make %j", (text, topic, levels) => {
    const found = matchTopic(filterOf(text), topic);
    expect(found === null ? null : Object.fromEntries(found)).toEqual(levels);
  });
});
