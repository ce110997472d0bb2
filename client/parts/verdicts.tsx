import type { AlarmView } from "../../protocol/alarm.ts";
import { severityWord, toVerdictWords } from "../state/alarm-words.ts";
import { statusOfSeverity } from "../state/status.ts";
import { sortByUrgency } from "../state/urgency.ts";
import { EvidenceList } from "./evidence-list.tsx";
import { StatusShape } from "./status-shape.tsx";

const toCount = (alarm: AlarmView, side: "for" | "against"): number =>
  alarm.evidence.filter((item) => item.side === side).length;

/** What it is held to be, the most urgent first, each with what speaks for it and against it. */
export function Verdicts(props: { readonly alarms: readonly AlarmView[] }) {
  // A limit that is passed is what is seen, not what it may be.
  const judged = sortByUrgency(
    props.alarms.filter(({ alarmClass }) => !["limit", "sensing", "house"].includes(alarmClass)),
  );
  if (judged.length === 0) return null;
  return (
    <section class="verdicts" aria-label="What it may be" data-testid="verdicts">
      <h4>What it may be</h4>
      <ol>
        {judged.map((alarm) => (
          <li key={alarm.id}>
            <details>
              <summary>
                <StatusShape status={statusOfSeverity[alarm.severity]} />
                <b>{toVerdictWords(alarm.verdict)}</b>
                <span class="quiet">
                  {severityWord(alarm.severity)}; {toCount(alarm, "for")} for, {toCount(alarm, "against")}{" "}
                  against
                </span>
              </summary>
              <p>{alarm.headline}</p>
              <EvidenceList evidence={alarm.evidence} />
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}
