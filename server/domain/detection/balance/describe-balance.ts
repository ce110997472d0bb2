import type { Evidence } from "../../../../protocol/alarm.ts";
import { toReadable, toSpan } from "../../../../protocol/units.ts";
import type { MakeUpBalance } from "./make-up-balance.ts";
import type { MakeUpStarts } from "./make-up-starts.ts";

/** A change of the inventory smaller than this share of what was fed in is "no more coolant than before". */
const noMoreShare = 0.3;

const daySeconds = 86_400;

/** "3 times in 13 h", "once". */
const times = (starts: number, spanMs: number): string =>
  starts === 1 ? "once" : `${starts} times in ${toSpan(spanMs)}`;

/** What starts say; `null` while the pump starts no more than usual. */
function startsText(starts: MakeUpStarts): string | null {
  const { runStarts, runFromMs, atMs, quietMs } = starts.state;
  if (runStarts === 0 || starts.strength < 0.5) return null;
  return `The make-up pump started ${times(runStarts, atMs - runFromMs)} after ${toSpan(quietMs)} without`;
}

/** What was fed in, and where it is. */
function fedText(balance: MakeUpBalance): string {
  const gainedL = balance.fedSinceL - balance.lostL;
  const fed = `${toReadable(balance.fedSinceL, 3)} L`;
  if (gainedL < noMoreShare * balance.fedSinceL)
    return `it has fed in ${fed} and the loop has no more coolant than before`;
  return `it has fed in ${fed}, of which ${toReadable(gainedL, 2)} L are still in the loop`;
}

/** Sentences for a leak that rest on what the make-up pump does; empty while the balance is even. */
export function balanceEvidence(balance: MakeUpBalance, starts: MakeUpStarts): Evidence[] {
  const evidence: Evidence[] = [];
  const started = startsText(starts);
  const { sinceMs } = balance;
  const fed = sinceMs !== null && balance.fedSinceL > 0;
  if (started !== null)
    evidence.push({ side: "for", text: fed ? `${started}; ${fedText(balance)}.` : `${started}.` });
  else if (fed) evidence.push({ side: "for", text: `The loop was topped up: ${fedText(balance)}.` });
  if (sinceMs === null || !(balance.lossLPerS > 0)) return evidence;
  const perDay = toReadable(balance.lossLPerS * daySeconds, 2);
  evidence.push({
    side: "for",
    text: `By balance (fed in less what the loop gained) ${toReadable(balance.lostL, 3)} L are lost in ${toSpan(balance.state.atMs - sinceMs)}, about ${perDay} L a day.`,
  });
  const leftS = balance.reservoirLeftS;
  if (!Number.isNaN(leftS))
    evidence.push({
      side: "note",
      text: `The reservoir has ${toReadable(balance.state.reservoirL, 3)} L: at this rate it is empty in ${toSpan(leftS * 1000)}.`,
    });
  return evidence;
}
