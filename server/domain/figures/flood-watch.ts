import type { AlarmFigures } from "../../../protocol/incident.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { floodBeginsWith, floodGoesOnWith, floodWindowMs } from "../alarm/annunciation.ts";

/** Counts the calls of the last ten minutes, as they come. */
export interface FloodWatch {
  /** A time before the one before, of a clock that was set back, counts as that one. */
  called(atMs: EpochMs): void;
  result(toMs: EpochMs): { readonly mostInTenMinutes: number; readonly floods: AlarmFigures["floods"] };
}

/** Watches from `fromMs` on. Keeps the calls of ten minutes. */
export function createFloodWatch(fromMs: EpochMs): FloodWatch {
  const recent: EpochMs[] = [];
  const seen = { most: 0, count: 0, totalMs: 0, sinceMs: null as EpochMs | null };

  /** Lets the oldest call go when its ten minutes are over; a flood is over at the moment at which too few are left. */
  const letGo = (): void => {
    const leftMs = recent.shift()! + floodWindowMs;
    if (seen.sinceMs === null || recent.length >= floodGoesOnWith) return;
    seen.totalMs += leftMs - seen.sinceMs;
    seen.sinceMs = null;
  };

  const passUntil = (atMs: EpochMs): void => {
    while (recent.length > 0 && recent[0]! + floodWindowMs <= atMs) letGo();
  };

  return {
    called(calledMs) {
      const atMs = Math.max(calledMs, recent.at(-1) ?? calledMs);
      // One that goes at the moment at which another comes leaves no gap.
      while (recent.length > 0 && recent[0]! + floodWindowMs < atMs) letGo();
      recent.push(atMs);
      passUntil(atMs);
      seen.most = Math.max(seen.most, recent.length);
      if (seen.sinceMs !== null || recent.length < floodBeginsWith) return;
      seen.sinceMs = atMs;
      seen.count += 1;
    },
    result(toMs) {
      passUntil(toMs);
      const totalMs = seen.totalMs + (seen.sinceMs === null ? 0 : toMs - seen.sinceMs);
      const spanMs = toMs - fromMs;
      const shareOfTime = spanMs > 0 ? totalMs / spanMs : 0;
      return { mostInTenMinutes: seen.most, floods: { count: seen.count, totalMs, shareOfTime } };
    },
  };
}
