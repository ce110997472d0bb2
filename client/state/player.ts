import type { DurationMs, EpochMs } from "../../protocol/time.ts";

/** Source seconds in a second. */
export const speeds = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1000] as const;

/** Where a replay is. Times are source times. */
export interface Player {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly atMs: EpochMs;
  readonly speed: number;
  readonly isPlaying: boolean;
}

/** What happens to a player; `passed` is time of the wall clock. */
export type PlayerEvent =
  | { readonly kind: "passed"; readonly ms: DurationMs }
  | { readonly kind: "toggle" }
  | { readonly kind: "seek"; readonly atMs: EpochMs }
  | { readonly kind: "step"; readonly ms: DurationMs }
  | { readonly kind: "speed"; readonly speed: number }
  | { readonly kind: "faster" }
  | { readonly kind: "slower" };

/** The known speed that is nearest to one that somebody asked for. */
export const toSpeed = (wanted: number): number =>
  speeds.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best), speeds[0]);

/** Moves on; at the end it stands still, and playing from there begins anew. */
export function stepPlayer(player: Player, event: PlayerEvent): Player {
  const { fromMs, toMs, atMs, speed } = player;
  const goTo = (ms: EpochMs): Player => ({ ...player, atMs: Math.min(toMs, Math.max(fromMs, ms)) });
  const place = speeds.findIndex((one) => one >= speed);
  switch (event.kind) {
    case "passed": {
      if (!player.isPlaying) return player;
      const next = goTo(atMs + event.ms * speed);
      return next.atMs >= toMs ? { ...next, isPlaying: false } : next;
    }
    case "toggle":
      if (!player.isPlaying && atMs >= toMs) return { ...player, atMs: fromMs, isPlaying: true };
      return { ...player, isPlaying: !player.isPlaying };
    case "seek":
      return goTo(event.atMs);
    case "step":
      // Whoever steps wants to look at what is there.
      return { ...goTo(atMs + event.ms), isPlaying: false };
    case "speed":
      return { ...player, speed: toSpeed(event.speed) };
    case "faster":
      return { ...player, speed: speeds[Math.min(speeds.length - 1, place + 1)] ?? speed };
    case "slower":
      return { ...player, speed: speeds[Math.max(0, place - 1)] ?? speed };
  }
}

/** What a key means to a player; `null`: nothing. Shift steps farther. */
export function toPlayerEvent(key: string, isShifted: boolean, player: Player): PlayerEvent | null {
  const stepMs = isShifted ? 60_000 : 10_000;
  switch (key) {
    case " ":
    case "k":
      return { kind: "toggle" };
    case "ArrowLeft":
      return { kind: "step", ms: -stepMs };
    case "ArrowRight":
      return { kind: "step", ms: stepMs };
    case "Home":
      return { kind: "seek", atMs: player.fromMs };
    case "End":
      return { kind: "seek", atMs: player.toMs };
    case "+":
    case "ArrowUp":
      return { kind: "faster" };
    case "-":
    case "ArrowDown":
      return { kind: "slower" };
    default:
      return null;
  }
}
