import { describe, expect, test } from "vitest";
import { drawStory } from "../../../bench/pictures/draw-story.ts";
import { changeOf, inventory, pressure, timeToFall } from "../../../bench/pictures/measure-truth.ts";
import { renderPage, renderSection } from "../../../bench/pictures/render-page.ts";
import { runStory } from "../../../bench/pictures/story-run.ts";
import { loadScenario } from "../../../simulator/description/library.ts";
import type { ScenarioDescription } from "../../../simulator/description/scenario-description.ts";
import { complaintOfXml, textsOf } from "../../domain/picture/read-svg.ts";

/** A scenario that comes with the program, made as short as a test is. */
function toShort(id: string, changes: Partial<ScenarioDescription> = {}): ScenarioDescription {
  const parsed = loadScenario(id);
  if (parsed.kind === "problems") throw new Error(`The scenario ${id} cannot be read.`);
  return { ...parsed.value, preludeS: 900, eventDelayS: 300, lengthS: 1800, ...changes };
}

const tell = (scenario: ScenarioDescription, measures = [timeToFall(pressure, 0.1)]) =>
  runStory(scenario, { seed: 7, measures, onProgress: () => undefined });

describe("the picture of a story", () => {
  test("is the same bytes when it is drawn again", () => {
    const [first] = drawStory(tell(toShort("puncture")));
    const [second] = drawStory(tell(toShort("puncture")));
    expect(first?.svg).toBe(second?.svg);
    expect(first?.svg.length).toBeLessThan(25_000);
  });

  test("shows the hole and every quantity of the loop", () => {
    const [picture] = drawStory(tell(toShort("puncture")));
    const svg = picture?.svg ?? "";
    expect(complaintOfXml(svg)).toBeNull();
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        "hole of 0.8 mm at radiator",
        ...[
          "Pressure at accumulator, kPa",
          "Temperature, °C",
          "Flow, L/min",
          "Accumulator fill, %",
          "Inventory, L",
        ],
      ]),
    );
    expect(textsOf(svg)).not.toContain("no data");
  });

  test("marks nothing when nothing happens", () => {
    const [picture] = drawStory(tell(toShort("healthy", { eventDelayS: null })));
    expect(picture?.svg).not.toMatch(/class="mark|class="span"|class="abnormal"/);
  });

  test("gives a colour to what a broken sensor sent, and a field to a silence", () => {
    const scenario = toShort("healthy", {
      events: [
        {
          ...{ kind: "sensor fault", target: { channels: ["flow_lpm"] }, fault: { kind: "stuck" } },
          ...{ flaggedAfterS: null, atS: 0, forS: 300 },
        },
        { kind: "gap", name: "handover", planned: false, atS: 600, forS: 300 },
      ],
    });
    const [picture] = drawStory(tell(scenario));
    expect(textsOf(picture?.svg ?? "")).toEqual(
      expect.arrayContaining(["flow is stuck", expect.stringContaining("faulty: flow"), "■ nothing arrives"]),
    );
  });

  test("comes with figures that are measured on the way", () => {
    const measures = [timeToFall(pressure, 0.1), changeOf(inventory, { fromS: 0, toS: 1200 })];
    tell(toShort("puncture"), measures);
    const [fall, loss] = measures.map((measure) => measure.read());
    expect(fall).toMatch(/^\d+ s$/);
    expect(loss).toMatch(/^−\d[\d.]* L$/);
  });
});

describe("the page of the scenarios", () => {
  const run = tell(
    toShort("puncture", {
      summary: "A | bar, *stars* and <tags>.",
      card: [
        { claim: "P -10 % at 51 s", source: "[C]" },
        { claim: "no figure", source: "card" },
      ],
    }),
  );
  const pictures = [{ fileName: "puncture.svg", alt: "[all]" }];
  const page = renderPage([renderSection({ run, pictures, figures: ["49 s", null] })]);

  test("puts what was measured beside what the card says", () => {
    expect(page).toContain(String.raw`| P -10 % at 51 s | 49 s | \[C\] |`);
    expect(page).toContain("| no figure | – | card |");
  });

  test("shows texts of the scenario as they are", () => {
    expect(page).toContain(String.raw`A \| bar, \*stars\* and \<tags\>.`);
    expect(page).toContain(String.raw`![\[all\]](img/scenarios/puncture.svg)`);
  });

  test("names the command that tells the story again", () => {
    expect(page).toContain("npx loopwatch simulate --scenario puncture --seed 7\n");
  });
});
