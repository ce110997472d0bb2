import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { listScenarios } from "../../simulator/description/library.ts";
import type { CardJob, CardResult } from "./play-card.ts";
import type { StoryName } from "./recording.ts";
import { renderCard } from "./render-card.ts";
import { noStore } from "./result-store.ts";
import { runJobs } from "./workers.ts";

const usage = `Plays the simulator's stories to the detection and prints what it said.

  npx tsx bench/detection/cards.ts [STORY...] [--seeds N] [--seed N] [--cache DIR] [--brief] [--bad]
                                   [--without CHANNEL,...] [--prelude HOURS] [--workers N] [--json]

STORY is a scenario with all of its variants (S01), one of them (S01/hole-0.1mm), or the story as written alone (S01/).
`;

/** Stories that names stand for; all when there are none. Throws `RangeError` for a name that stands for nothing. */
export function chooseStories(names: readonly string[]): readonly Omit<StoryName, "seed">[] {
  const all = listScenarios().flatMap(({ id, variants }) =>
    [null, ...variants.map((variant) => variant.id)].map((variant) => ({ scenarioId: id, variant })),
  );
  if (names.length === 0) return all;
  return names.flatMap((name) => {
    const [id, variant] = name.split("/");
    const chosen = all.filter(
      (one) => one.scenarioId === id && (variant === undefined || variant === (one.variant ?? "")),
    );
    if (chosen.length === 0) throw new RangeError(`There is no story ${name}.`);
    return chosen;
  });
}

const isBad = (card: CardResult): boolean =>
  card.ideals.some(({ answer }) => answer !== "met") ||
  card.statements.some(({ worth }) => worth.startsWith("false"));

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seeds: { type: "string", default: "1" },
      seed: { type: "string" },
      cache: { type: "string" },
      without: { type: "string" },
      prelude: { type: "string" },
      workers: { type: "string", default: String(availableParallelism()) },
      brief: { type: "boolean", default: false },
      bad: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const seeds =
    values.seed === undefined
      ? Array.from({ length: Number(values.seeds) }, (_, i) => i + 1)
      : [Number(values.seed)];
  const jobs = chooseStories(positionals).flatMap((story) =>
    seeds.map(
      (seed): CardJob => ({
        ...story,
        seed,
        cacheFolder: values.cache ?? null,
        sampleS: 1,
        without: values.without?.split(",") ?? [],
        preludeS: values.prelude === undefined ? null : Number(values.prelude) * 3600,
        withTools: false,
        withoutEach: false,
      }),
    ),
  );
  let printed = 0;
  const waiting = new Map<number, CardResult>();
  const cards = await runJobs("card", jobs, {
    workers: Number(values.workers),
    results: noStore,
    onDone(card, place) {
      // Printed in the order of the stories as soon as all before are done.
      waiting.set(place, card);
      for (let next = waiting.get(printed); next !== undefined; next = waiting.get(++printed)) {
        if (!values.json && (!values.bad || isBad(next)))
          process.stdout.write(`${renderCard(next, values.brief)}\n`);
      }
    },
  });
  if (values.json) process.stdout.write(`${JSON.stringify(cards)}\n`);
  else process.stdout.write(`${renderTotals(cards)}\n`);
}

function renderTotals(cards: readonly CardResult[]): string {
  const ideals = cards.flatMap((card) => card.ideals);
  const said = cards.flatMap((card) => card.statements).filter(({ change }) => change !== null);
  const answers = (["met", "late", "wrong", "missed"] as const)
    .map((answer) => `${ideals.filter((one) => one.answer === answer).length} ${answer}`)
    .join(", ");
  const worths = (["false leak", "false", "unasked"] as const)
    .map((worth) => `${said.filter((one) => one.worth === worth).length} ${worth}`)
    .join(", ");
  const seconds = cards.reduce((sum, { tookMs }) => sum + tookMs / 1000, 0);
  return `${cards.length} cards, ${seconds.toFixed(0)} s of detection. Ideal calls: ${answers}. Calls: ${worths}.`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
