import type { ChannelRole } from "../../protocol/telemetry.ts";

/** What a value of a channel with states means. */
export interface State {
  readonly value: number;
  readonly word: string;
}

const statesByRole: Readonly<Partial<Record<ChannelRole, readonly State[]>>> = {
  wetness: [
    { value: -1, word: "broken" },
    { value: 0, word: "dry" },
    { value: 1, word: "wet" },
  ],
  "make-up-running": [
    { value: 0, word: "off" },
    { value: 1, word: "on" },
  ],
};

/** The states that a role's values stand for, lowest first; `null`: they are numbers. */
export const statesOf = (role: ChannelRole): readonly State[] | null => statesByRole[role] ?? null;

/** The word for a value between two states is that of the nearer one; below the lowest it stays the lowest. */
export function toStateWord(states: readonly State[], value: number): string {
  const near = (state: State): number => Math.abs(value - state.value);
  return states.reduce((best, state) => (near(state) < near(best) ? state : best)).word;
}
