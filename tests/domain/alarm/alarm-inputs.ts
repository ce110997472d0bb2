import { hours } from "../../../protocol/time.ts";
import type { AlarmRules, Observation } from "../../../server/domain/alarm/alarm.ts";
import { toFinding } from "../../support/builders.ts";
import { type AlarmPlay, createPlay, type LooseAct } from "./alarm-play.ts";

/** Something that is told to an alarm; acts are done at second `s` too. */
export type Input = Observation | { readonly kind: "act"; readonly atMs: number; readonly act: LooseAct };

export const leakKey = { loopId: "bench", alarmClass: "leak", part: null } as const;
export const startS = 1_671_062_400;
export const at = (s: number): number => (startS + s) * 1000;
/** The occurrence that opens at second `s` of the story. */
export const idAt = (s: number): string => `bench.leak.${startS + s}`;

export const plainRules: AlarmRules = {
  onDelayMs: 0,
  offDelayMs: 0,
  latches: false,
  callAgainAfterMs: hours(8),
};

export const found = (s: number, given: Parameters<typeof toFinding>[0] = {}): Input => ({
  kind: "found",
  atMs: at(s),
  finding: toFinding(given),
});
export const worse = (s: number): Input => found(s, { severity: "warning" });
export const worst = (s: number): Input => found(s, { severity: "emergency" });
export const grown = (s: number, grewTimes = 1): Input => found(s, { grewTimes });
export const gone = (s: number): Input => ({
  kind: "gone",
  atMs: at(s),
  reason: "the sensors are dry again",
  byPerson: false,
});
export const serviced = (s: number): Input => ({
  kind: "gone",
  atMs: at(s),
  reason: "the loop was repaired and refilled",
  byPerson: true,
});
export const passed = (s: number): Input => ({ kind: "passed", atMs: at(s) });
export const suppress = (s: number, untilS: number): Input => ({
  kind: "suppress",
  atMs: at(s),
  rule: "maintenance",
  untilMs: at(untilS),
});
export const unsuppress = (s: number): Input => ({ kind: "unsuppress", atMs: at(s) });
export const blind = (s: number): Input => ({ kind: "blind", atMs: at(s) });
export const heard = (s: number): Input => ({ kind: "heard", atMs: at(s) });
export const clock = (s: number): Input => ({ kind: "clock", atMs: at(s) });
export const act = (s: number, kind: LooseAct["kind"], more: Omit<LooseAct, "kind"> = {}): Input => ({
  kind: "act",
  atMs: at(s),
  act: { kind, ...more },
});
export const ack = (s: number, more: Omit<LooseAct, "kind"> = {}): Input => act(s, "acknowledge", more);

/** Tells an alarm one thing; what happened, or the reason for which nothing did. */
export function tell(play: AlarmPlay, input: Input): string[] {
  if (input.kind !== "act") return play.see(input).map(({ kind }) => kind);
  const reason = play.act(input.act, input.atMs);
  return reason === null ? [play.events.at(-1)!] : [`refused: ${reason}`];
}

export interface Told {
  readonly play: AlarmPlay;
  /** Every event in order, and every refusal with its reason. */
  readonly heard: readonly string[];
}

export function tellAll(inputs: readonly Input[], rules: AlarmRules = plainRules): Told {
  const play = createPlay(leakKey, rules);
  return { play, heard: inputs.flatMap((input) => tell(play, input)) };
}
