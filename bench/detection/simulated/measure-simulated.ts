import type { BenchOptions, Section } from "../section.ts";
import { takeCards } from "../take-cards.ts";
import { drawSizes } from "./draw-sizes.ts";
import { measureSizes } from "./measure-sizes.ts";
import { measureYears } from "./measure-years.ts";
import * as render from "./render-simulated.ts";
import { summarizeForecasts, summarizeIdeals, toConfusion } from "./summarize-cards.ts";

/** Simulated loops: stories, quiet years, leaks of every size. */
export async function measureSimulated(options: BenchOptions): Promise<Section> {
  const cards = await takeCards(options);
  const sizes = await measureSizes(options);
  const years = await measureYears(options);
  const ideals = summarizeIdeals(cards);
  const forecasts = summarizeForecasts(cards);
  const confusion = toConfusion(cards);
  const pictures = drawSizes(sizes);
  const markdown = [
    `The simulator's plants have physics of their own and share no formula with the detector. Each story was told with ${options.seeds} seeds, sampled once a second (stories of more than five days once in ten seconds), to the loops of \`examples/simulated-loops.yaml\` as their owner describes them.`,
    "### Stories",
    render.renderIdeals(ideals),
    render.renderStories(cards),
    "A call counts from when the telemetry that led to it had arrived, which is up to three seconds after its source time (more after a loss of signal). That the sentence of a call is the one wanted is not checked here, only its verdict and that it is urgent enough.",
    "### Rate and time left",
    render.renderForecasts(forecasts),
    "The truth of the time left is that of the simulation, continued without telemetry until the accumulator is empty; where that takes more than 60 days, or the leak ends, it is what the rate of the moment leaves.",
    "### What was so, and what was said",
    render.renderConfusion(confusion),
    "### False leaks in quiet years",
    "Nothing leaks, but loads, pumps, weather, top-ups, silent and stuck sensors and gaps of the link come as they would in years of work (`bench/detection/simulated/quiet-story.ts`). A stretch ends at its first false leak, which would stand and hide the next; the time after it does not count. Intervals are exact (Garwood). **Most years are sampled every 60 s**: the plant takes one step between samples, and noise is drawn per sample, so that fast detectors see a sixtieth of the chances that a second's sampling gives them; they are also evaluated three times a minute, where the product does it every second. The rows at other paces say what that hides.",
    render.renderYears(years),
    "### Delay and loss against the size of the leak",
    'Leaks of a constant rate begin at random moments of the cycle in a loop that was learnt as its owner asked. The bound is the first-order bound for a known rate through the white noise and the steps of the sensors alone, at the wanted rate of false alarms: n* = (6 ln γ / a²)^⅓. Orbit, weather and wander are not in it, so nobody reaches it. A leak not found before its accumulator was empty, or within 30 days, is "never".',
    render.renderSizes(sizes),
    ...pictures.map(({ name, alt }) => `![${alt}](img/detection/${name}.svg)`),
  ].join("\n\n");
  return {
    id: "b",
    title: "Simulated loops",
    markdown,
    data: { ideals, forecasts, confusion, years, sizes, cards: cards.map(toShortCard) },
    pictures,
  };
}

/** What the page's figures were made from, without every sentence. */
const toShortCard = ({
  scenarioId,
  variant,
  seed,
  ideals,
  statements,
  found,
  forecasts,
}: Awaited<ReturnType<typeof takeCards>>[number]) => ({
  story: variant === null ? scenarioId : `${scenarioId}/${variant}`,
  seed,
  ideals: ideals.map(({ verdict, severity, answer, saidS }) => ({ verdict, severity, answer, saidS })),
  said: statements.map(({ verdict, severity, worth, atMs }) => ({ verdict, severity, worth, atMs })),
  found,
  forecasts,
});
