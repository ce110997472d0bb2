import { isUnacknowledged, type Severity } from "../../../protocol/alarm.ts";
import { type DurationMs, type EpochMs, minutes, seconds } from "../../../protocol/time.ts";
import { type Alarm, type AlarmEvent, normalAlarm } from "../alarm/alarm.ts";
import { toAnnunciated } from "../alarm/annunciation.ts";

/** ISA-18.2: an alarm that comes again so soon and so often is of no use to anybody. */
const chatterWithinMs: DurationMs = minutes(1);

/** ISA-18.2: one that is over so soon can be acted on by nobody. */
const fleetingWithinMs: DurationMs = seconds(10);

/** One alarm through the journal, as far as the figures need it. */
export interface AlarmTrack {
  alarm: Alarm;
  /** Wall-clock time at which the occurrence that stands opened, and at which the alarm did (escalations left out). */
  occurrenceMs: EpochMs;
  openedMs: EpochMs;
  /** When it called and nobody has answered; `null`: it has not, or somebody has. */
  calledMs: EpochMs | null;
  /** Openings of the last minute within the span. */
  openings: EpochMs[];
  mostOpenings: number;
  isFleeting: boolean;
  calls: number;
}

export const createTrack = (): AlarmTrack => ({
  alarm: normalAlarm,
  occurrenceMs: 0,
  openedMs: 0,
  calledMs: null,
  openings: [],
  mostOpenings: 0,
  isFleeting: false,
  calls: 0,
});

/** What one fact means for the figures. */
export interface Told {
  /** How bad it was when it called by this. */
  readonly called: Severity | null;
  /** It was acknowledged, so long after its call. */
  readonly answeredAfterMs: DurationMs | null;
}

const isOpening = ({ kind }: AlarmEvent): boolean => kind === "opened" || kind === "worsened";

/** Follows calls and answers: one that opens while it is held has called nobody. */
function followCall(
  track: AlarmTrack,
  event: AlarmEvent,
  { called, writtenMs }: { readonly called: boolean; readonly writtenMs: EpochMs },
): DurationMs | null {
  if (event.kind === "acknowledged") {
    const { calledMs } = track;
    track.calledMs = null;
    return calledMs === null ? null : Math.max(0, writtenMs - calledMs);
  }
  if (called) track.calledMs = writtenMs;
  else if (
    isOpening(event) ||
    event.kind === "called again" ||
    !isUnacknowledged({ state: track.alarm.condition.kind })
  )
    track.calledMs = null;
  return null;
}

function followOpenings(track: AlarmTrack, event: AlarmEvent, writtenMs: EpochMs): void {
  if (event.kind === "opened") {
    track.openings = track.openings.filter((ms) => writtenMs - ms < chatterWithinMs);
    track.openings.push(writtenMs);
    track.mostOpenings = Math.max(track.mostOpenings, track.openings.length);
  }
  if (event.kind === "returned" && writtenMs - track.openedMs <= fleetingWithinMs) track.isFleeting = true;
}

/** Takes in what has happened to the alarm, which is `alarm` now; `isCounted`: within the span. */
export function follow(track: AlarmTrack, event: AlarmEvent, writtenMs: EpochMs, isCounted: boolean): Told {
  if (isOpening(event)) track.occurrenceMs = writtenMs;
  if (event.kind === "opened") track.openedMs = writtenMs;
  const called = toAnnunciated({ event, after: track.alarm });
  const answeredAfterMs = followCall(track, event, { called: called !== null, writtenMs });
  if (!isCounted) return { called: null, answeredAfterMs: null };
  followOpenings(track, event, writtenMs);
  if (called !== null) track.calls += 1;
  return { called, answeredAfterMs };
}
