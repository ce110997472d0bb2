import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import { toReadable, toSpan } from "../../protocol/units.ts";
import { usePage } from "../page.ts";
import { isRough, toAmountScale } from "../state/contents.ts";
import { alarmStateWords, severityWord, statusOfSeverity, wantsAct } from "../state/status.ts";
import {
  alarmClassWords,
  toMeasured,
  toTimeLeftWords,
  toUtcStamp,
  toUtcTime,
  toVerdictWords,
} from "../state/words.ts";
import { AcknowledgedBy, AcknowledgeForm } from "./acknowledge-form.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { StatusShape } from "./status-shape.tsx";

/** Is it really a leak, how fast, how long have we got, how do you know, and who is already on it. */
export function AlarmPanel(props: {
  readonly loop: LoopView;
  readonly alarm: AlarmView;
  readonly estimate: LoopEstimate | undefined;
}) {
  const { loop, alarm, estimate } = props;
  const scale = toAmountScale(loop);
  const status = statusOfSeverity[alarm.severity];
  // The estimate moves with every evaluation, the alarm only when it changes.
  const live = alarm.alarmClass === "leak" && (estimate?.leakKgPerH ?? null) !== null ? estimate : undefined;
  const rate = live ?? alarm;
  const lostL = live?.lostL ?? alarm.lostL;
  const timeLeft = live?.timeLeft ?? alarm.timeLeft;
  const scenario = usePage().store.scenario.value?.state;
  const speed = scenario?.loopId === alarm.loopId ? scenario.speed : 1;
  const seenMs = Math.max(estimate?.atMs ?? 0, alarm.openedMs);

  return (
    <section
      class={`card alarm edge-${status} ${wantsAct(alarm) ? "alarm-calls" : ""}`}
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
        {alarm.alarmClass === "leak" ? null : (
          <span class="alarm-class">{alarmClassWords[alarm.alarmClass]}</span>
        )}
        <span class="alarm-state">{alarmStateWords[alarm.state]}</span>
      </header>
      <h3 data-testid="alarm-headline">{alarm.headline}</h3>
      <dl class="figures">
        {rate.leakKgPerH === null ? null : (
          <div>
            <dt>Leak rate</dt>
            <dd class="num value" data-testid="leak-rate">
              {toMeasured(rate.leakKgPerH, rate.leakSdKgPerH)}{" "}
              <span class="unit">{isRough(loop) ? "kg/h, rough" : "kg/h"}</span>
            </dd>
          </div>
        )}
        {lostL === null ? null : (
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
              {toUtcTime(alarm.onsetMs)} <span class="unit">{toSpan(seenMs - alarm.onsetMs)} ago</span>
            </dd>
          </div>
        )}
        <div>
          <dt>Verdict</dt>
          <dd class="value">{toVerdictWords(alarm.verdict)}</dd>
        </div>
      </dl>
      <AcknowledgedBy alarm={alarm} />
      {wantsAct(alarm) ? <AcknowledgeForm key={alarm.id} alarm={alarm} /> : null}
      <EvidenceList evidence={alarm.evidence} />
      <p class="quiet alarm-id">
        {alarm.id}, opened {toUtcStamp(alarm.openedMs)} source time
        {alarm.previousId ? `, escalated from ${alarm.previousId}` : ""}
      </p>
    </section>
  );
}
