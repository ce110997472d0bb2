import { type AlarmView, isUnacknowledged } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopId } from "../../protocol/ids.ts";
import { withNewestFigures } from "../../protocol/newest-figures.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { toToldNow } from "../domain/notice/blind-alarm.ts";
import type { Letter } from "../domain/notice/letter.ts";
import type { LetterSources } from "../domain/notice/letter-sources.ts";
import type { NoticePolicy, PersonId } from "../domain/notice/policy.ts";
import { writeLetter } from "../domain/notice/write-letter.ts";
import type { WrittenLetter } from "./alarm-desk.ts";
import type { AlarmState } from "./alarm-state.ts";
import { type AckLinks, ackLinkLifeMs } from "./desk-port.ts";
import type { Clock } from "./ports.ts";

/** What letters are written from, beside the alarms. */
export interface LetterParts {
  readonly loops: readonly Loop[];
  readonly policy: NoticePolicy;
  /** Right side of Message-IDs. */
  readonly host: string;
  readonly pageUrl: string | null;
  /** `null`: mails carry no link that acknowledges. */
  readonly ackLinks: AckLinks | null;
  readonly clock: Clock;
  readonly hookShape: LetterSources["hookShape"];
  readonly sourceMs: (loopId: LoopId) => EpochMs | null;
  /** Newest estimate of a loop; `null`: none yet. */
  readonly estimate: (loopId: LoopId) => LoopEstimate | null;
}

/** Looks up for the writer of letters what the alarms, the configuration and the clock say at this moment. */
export function toLetterSources(parts: LetterParts, state: AlarmState): LetterSources {
  const { loops, policy, host, pageUrl, ackLinks, clock, hookShape, sourceMs, estimate } = parts;
  return {
    alarm(id) {
      const view = state.standing.find(id);
      if (view === null) return null;
      return toToldNow(withNewestFigures(view, estimate(view.loopId)), clock.nowMs());
    },
    incident: (id) => state.incidents.view(id),
    loop: (id) => loops.find((loop) => loop.id === id) ?? null,
    person: (id) => policy.people.find((person) => person.id === id) ?? null,
    ledger: (loopId) => state.ledger.list(loopId),
    ackUrl(alarm: AlarmView, personId: PersonId) {
      if (ackLinks === null || !isUnacknowledged(alarm)) return null;
      const { id: occurrenceId, calls } = alarm;
      return ackLinks.toUrl({ occurrenceId, calls, personId, expiresMs: clock.nowMs() + ackLinkLifeMs });
    },
    sourceMs,
    hookShape,
    guidance: policy.guidance,
    host,
    pageUrl,
  };
}

/** The letter as notices. */
export function createLetterWriter(parts: LetterParts): (letter: Letter, state: AlarmState) => WrittenLetter {
  return (letter, state) => {
    const { notices, subject } = writeLetter(letter, toLetterSources(parts, state));
    const person = parts.policy.people.find(({ id }) => id === letter.personId)?.name ?? letter.personId;
    return { notices, subject, person };
  };
}
