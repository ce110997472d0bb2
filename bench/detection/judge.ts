import { isWorse, type Severity, severities, type Verdict } from "../../protocol/alarm.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import type { Recording } from "./recording.ts";
import type { Statement } from "./statements.ts";

/** How a call that an ideal operator would get was answered. Spans in seconds after the event. */
export interface JudgedIdeal {
  readonly verdict: Verdict;
  readonly severity: Severity;
  readonly fromS: number;
  readonly untilS: number;
  /** `late`: said after its time. `wrong`: never said, and something else was. `missed`: never said, nothing was. */
  readonly answer: "met" | "late" | "wrong" | "missed";
  /** When it was first said, seconds after the event; `null`: never. */
  readonly saidS: number | null;
  /** More urgent than this verdict is ever asked for in the story. */
  readonly isOvercalled: boolean;
}

/**
 * What a statement was worth. `true`: it is so (a leak of coolant that had begun). `asked`: an ideal call. `false leak`: a
 * leak while no coolant had been lost. `false`: something before anything had happened, or in a story in which nothing is
 * to be told. `unasked`: after the event, and neither asked for nor a leak.
 */
export type Worth = "true" | "asked" | "false leak" | "false" | "unasked";

export interface JudgedStatement extends Statement {
  readonly worth: Worth;
}

export interface Judgement {
  readonly ideals: readonly JudgedIdeal[];
  readonly statements: readonly JudgedStatement[];
}

/** When coolant began to leak out, by the truth; `null`: never before the story's end. */
export function leakStartMs({ truth, endMs }: Recording): EpochMs | null {
  for (let row = 0; row < truth.atMs.length && truth.atMs[row]! <= endMs; row++) {
    if (truth.lostKg[row]! > 0) return truth.atMs[row - 1] ?? truth.atMs[row]!;
  }
  return null;
}

const isAsUrgent = (severity: Severity, asked: Severity): boolean => !isWorse(asked, severity);

/** Holds what was said against what an ideal operator would have been told, and against the truth. */
export function judge(
  recording: Recording,
  { ideal }: Pick<ScenarioDescription, "ideal">,
  statements: readonly Statement[],
): Judgement {
  const zeroMs = recording.eventMs ?? recording.liveMs;
  const leakMs = leakStartMs(recording);

  const ideals = ideal.map((asked): JudgedIdeal => {
    const fromMs = zeroMs + asked.fromS * 1000;
    const untilMs = zeroMs + asked.untilS * 1000;
    const fits = ({ verdict, severity }: Statement) =>
      verdict === asked.verdict && isAsUrgent(severity, asked.severity);
    const answers = statements.filter((said) => fits(said) && said.untilMs > fromMs && isPossible(said));
    const [first] = answers;
    const others = statements.filter((said) => !fits(said) && said.toldMs >= fromMs && said.toldMs < untilMs);
    const worst = Math.min(
      ...ideal.filter((one) => one.verdict === asked.verdict).map((one) => severities.indexOf(one.severity)),
    );
    const { verdict, severity, fromS, untilS } = asked;
    return {
      verdict,
      severity,
      fromS,
      untilS,
      answer: toAnswer(first, untilMs, others.length > 0),
      saidS: first === undefined ? null : (first.toldMs - zeroMs) / 1000,
      isOvercalled: answers.some((said) => severities.indexOf(said.severity) < worst),
    };
  });

  /** A leak cannot be told before it began: a false alarm that happens to stand is no answer. */
  function isPossible(said: Statement): boolean {
    return said.verdict !== "leak" || (leakMs !== null && said.atMs >= leakMs);
  }

  const toWorth = (said: Statement): Worth => {
    if (said.verdict === "leak") return isPossible(said) ? "true" : "false leak";
    const asked = ideal.some(
      ({ verdict, fromS }) => verdict === said.verdict && said.toldMs >= zeroMs + fromS * 1000,
    );
    if (asked) return "asked";
    return said.atMs < zeroMs || ideal.length === 0 ? "false" : "unasked";
  };

  return { ideals, statements: statements.map((said) => ({ ...said, worth: toWorth(said) })) };
}

function toAnswer(
  first: Statement | undefined,
  untilMs: EpochMs,
  somethingElse: boolean,
): JudgedIdeal["answer"] {
  if (first !== undefined) return first.toldMs <= untilMs ? "met" : "late";
  return somethingElse ? "wrong" : "missed";
}
