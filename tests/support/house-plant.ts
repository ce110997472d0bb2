import { onTestFinished } from "vitest";
import { type DurationMs, type EpochMs, hours, seconds } from "../../protocol/time.ts";
import { loadScenario } from "../../simulator/description/library.ts";
import type { PlantTruth } from "../../simulator/plant/plant-api.ts";
import { createSimulation } from "../../simulator/story/simulation.ts";
import { linesUntil } from "./example.ts";
import { type House, openHouse } from "./house-server.ts";
import { type SmtpPeer, type SmtpScript, startSmtpPeer } from "./smtp-peer.ts";

/** A simulated loop in front of a whole server: what it sends arrives as it is measured. */
export interface PlantHouse extends House {
  readonly mail: SmtpPeer;
  readonly plant: {
    /** Nothing arrives; the plant goes on. */
    fallsSilent(): void;
    speaks(): void;
    /** Channels by field; each shows what it showed last. */
    freezes(fields: readonly string[]): void;
    readonly truth: PlantTruth;
    /** When what the scenario is about happens. */
    readonly eventMs: EpochMs;
  };
}

const loopId = "ms-22";

/** As the house's configuration says. */
const learningMs = hours(3);

/** The event comes so long after the house has begun, unless the test waits longer for it. */
const usualDelayMs = seconds(20);

/** What may be different from a calm house. */
export interface PlantSettings {
  /** Scenario, with a variant behind a slash. */
  readonly plays?: string;
  readonly eventAfterMs?: DurationMs;
  /** What the mail server says; else it takes everything. */
  readonly script?: SmtpScript;
  /** Another way to a mail server. */
  readonly smtpUrl?: string;
  /** Further sections of the configuration. */
  readonly more?: string;
}

function scenarioOf(name: string) {
  const [id = "", variant] = name.split("/");
  const parsed = loadScenario(id, variant ?? null, {});
  if (parsed.kind === "known") return parsed.value;
  throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
}

/** Begins with a loop that is learnt and watched. */
export async function openPlantHouse(settings: PlantSettings = {}): Promise<PlantHouse> {
  const { script, plays = "healthy", more = "timetable: { digest: never }\n" } = settings;
  const eventDelayMs = settings.eventAfterMs ?? usualDelayMs;
  const mail = await startSmtpPeer(script);
  onTestFinished(() => mail.close());
  const house = await openHouse({ smtpUrl: settings.smtpUrl ?? mail.url, more });
  const { clock } = house;
  const simulation = createSimulation({
    ...{ loopId, seed: 1, scenario: scenarioOf(plays), preludeMs: learningMs, eventDelayMs },
    startMs: clock.nowMs() - learningMs,
  });
  const frozenByField = new Map<string, string | null>();
  let speaking = true;

  const asShown = (lines: string): string => {
    let text = lines;
    for (const field of frozenByField.keys())
      text = text.replaceAll(new RegExp(`\\b${field}=([-0-9.]+)`, "g"), (_all, value: string) => {
        const shown = frozenByField.get(field) ?? value;
        frozenByField.set(field, shown);
        return `${field}=${shown}`;
      });
    return text;
  };
  const send = async (): Promise<void> => {
    const lines = asShown(linesUntil(simulation, clock.nowMs()));
    if (lines !== "" && speaking) await house.sends(lines);
  };
  const after = async (span: DurationMs, options?: { readonly whileMailsHang?: boolean }): Promise<void> => {
    const untilMs = clock.nowMs() + span;
    while (clock.nowMs() < untilMs) {
      await house.after(Math.min(seconds(10), untilMs - clock.nowMs()), options);
      await send();
      // At once: a mail waits for its picture by the clock that is moved next.
      if (options?.whileMailsHang !== true) await house.mailed();
    }
  };

  await send();
  await after(seconds(10));
  return {
    ...house,
    mail,
    after,
    plant: {
      fallsSilent: () => {
        speaking = false;
      },
      speaks: () => {
        speaking = true;
      },
      freezes: (fields) => {
        for (const field of fields) frozenByField.set(field, null);
      },
      get truth() {
        return simulation.truth;
      },
      eventMs: clock.nowMs() + eventDelayMs - seconds(10),
    },
  };
}
