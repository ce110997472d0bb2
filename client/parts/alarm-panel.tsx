import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import { withNewestFigures } from "../../protocol/newest-figures.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import { minutes } from "../../protocol/time.ts";
import { toReadable, toSpan } from "../../protocol/units.ts";
import { usePage } from "../page.ts";
import {
  alarmStateWords,
  severityWord,
  toKeyWords,
  toLoopName,
  toVerdictWords,
} from "../state/alarm-words.ts";
import { isRough, toAmountScale } from "../state/contents.ts";
import { toHash } from "../state/route.ts";
import { statusOfSeverity } from "../state/status.ts";
import { isCalling, isOpen } from "../state/urgency.ts";
import { toMeasured, toStamp, toTime, toTimeLeftWords } from "../state/words.ts";
import { AcknowledgedBy, AlarmActs } from "./alarm-acts.tsx";
import { AlarmLife, BlindNote, Comments, HoldNote } from "./alarm-facts.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { MayAct } from "./may-act.tsx";
import { StatusShape } from "./status-shape.tsx";

/** A link to the trend shows this much before the onset and after the opening. */
const aroundMs = minutes(20);

interface PanelProps {
  /** `undefined` for the monitor's own alarms. */
  readonly loop: LoopView | undefined;
  readonly alarm: AlarmView;
  readonly estimate: LoopEstimate | undefined;
}

function Figures({ loop, alarm, estimate }: PanelProps) {
  const { lostL, timeLeft } = alarm;
  const scale = loop ? toAmountScale(loop) : null;
  const scenario = usePage().store.scenario.value?.state;
  const speed = scenario?.loopId === alarm.loopId ? scenario.speed : 1;
  const seenMs = Math.max(isOpen(alarm) ? (estimate?.atMs ?? 0) : 0, alarm.openedMs);
  return (
    <dl class="figures">
      {alarm.leakKgPerH === null ? null : (
        <div>
          <dt>Leak rate</dt>
          <dd class="num value" data-testid="leak-rate">
            {toMeasured(alarm.leakKgPerH, alarm.leakSdKgPerH)}{" "}
            <span class="unit">{loop && isRough(loop) ? "kg/h, rough" : "kg/h"}</span>
          </dd>
        </div>
      )}
      {lostL === null || scale === null ? null : (
        <div>
          <dt>Lost so far</dt>
          <dd class="num value">
            {toReadable(lostL * scale.factor, 2)} <span class="unit">{scale.unit}</span>
          </dd>
        </div>
      )}
      {timeLeft ? (
        <div>
          <dt>Time left to the minimum{speed === 1 ? "" : ", in source time"}</dt>
          <dd class="num value" data-testid="time-left">
            {toTimeLeftWords(timeLeft)}
          </dd>
        </div>
      ) : null}
      {alarm.onsetMs === null ? null : (
        <div>
          <dt>Began</dt>
          <dd class="num value">
            {toTime(alarm.onsetMs)} <span class="unit">{toSpan(seenMs - alarm.onsetMs)} ago</span>
          </dd>
        </div>
      )}
      <div>
        <dt>Verdict</dt>
        <dd class="value">{toVerdictWords(alarm.verdict)}</dd>
      </div>
    </dl>
  );
}

function Links(props: { readonly alarm: AlarmView; readonly loop: LoopView | undefined }) {
  const { alarm, loop } = props;
  const { store, route } = usePage();
  const incident = store.incidentById.value.get(alarm.incidentId);
  const isAlone = route.value.kind === "alarm";
  const span = {
    fromMs: Math.min(alarm.onsetMs ?? alarm.openedMs, alarm.openedMs) - aroundMs,
    toMs: alarm.openedMs + aroundMs,
  };
  return (
    <p class="alarm-links">
      {isAlone ? null : (
        <a href={toHash({ kind: "alarm", occurrenceId: alarm.id })} data-testid="alarm-link">
          All about it, and its mail
        </a>
      )}
      {incident && incident.members.length > 1 ? (
        <a href={toHash({ kind: "incident", incidentId: incident.id })}>
          Incident with {incident.members.length} alarms
        </a>
      ) : null}
      {isAlone && loop ? (
        <a href={toHash({ kind: "loop", loopId: loop.id, span })}>Trend at that time</a>
      ) : null}
    </p>
  );
}

/** Is it really a leak, how fast, how long have we got, how do you know, and who is already on it. */
export function AlarmPanel(props: PanelProps) {
  const { loop, estimate } = props;
  // The estimate moves with every evaluation, the alarm only when it changes.
  const alarm = withNewestFigures(props.alarm, estimate ?? null);
  const status = alarm.hold !== null || !isOpen(alarm) ? "off" : statusOfSeverity[alarm.severity];
  const loops = usePage().store.loops.value;
  return (
    <section
      class={`card alarm edge-${status} ${isCalling(alarm) ? "alarm-calls" : ""}`}
      aria-label={`${severityWord(alarm.severity)} alarm`}
      data-testid="alarm-panel"
      data-severity={alarm.severity}
      data-state={alarm.state}
    >
      <header class="alarm-head">
        <span class={`badge badge-${status}`}>
          <StatusShape status={status} large />
          {severityWord(alarm.severity)}
        </span>
        {alarm.alarmClass === "leak" ? null : <span class="alarm-class">{toKeyWords(alarm)}</span>}
        <span class="alarm-state">{alarmStateWords[alarm.state]}</span>
      </header>
      <h3 data-testid="alarm-headline">{alarm.headline}</h3>
      <HoldNote alarm={alarm} />
      <BlindNote alarm={alarm} />
      <Figures loop={loop} alarm={alarm} estimate={estimate} />
      <AcknowledgedBy alarm={alarm} />
      <AlarmLife alarm={alarm} loop={loop} />
      {isOpen(alarm) ? (
        <MayAct>
          <AlarmActs key={alarm.id} alarm={alarm} />
        </MayAct>
      ) : null}
      <Comments alarm={alarm} />
      <EvidenceList evidence={alarm.evidence} />
      <Links alarm={alarm} loop={loop} />
      <p class="quiet alarm-id">
        {toLoopName(loops, alarm.loopId)}, {alarm.id}, opened {toStamp(alarm.openedMs)} source time
        {alarm.previousId ? `, follows ${alarm.previousId}` : ""}
      </p>
    </section>
  );
}
