import { useSignal } from "@preact/signals";
import { type AlarmHold, type HeldAlarm, houseId } from "../../protocol/alarm.ts";
import { toSpan } from "../../protocol/units.ts";
import type { AlarmAct } from "../../protocol/wire.ts";
import { usePage } from "../page.ts";
import { mostShown } from "../state/alarm-filter.ts";
import { toHoldWords, toKeyWords, toLoopName } from "../state/alarm-words.ts";
import { toHash } from "../state/route.ts";
import { mayAct } from "../state/session.ts";
import { type ActDesk, useAct } from "../state/use-act.ts";
import { toStamp } from "../state/words.ts";
import { ActAnswer, CommentField, NameField } from "./act-fields.tsx";
import { MayAct } from "./may-act.tsx";

type KeyActKind = "unshelve" | "put back in service";

const endOf: Readonly<
  Record<AlarmHold["kind"], { readonly kind: KeyActKind; readonly label: string } | null>
> = {
  shelved: { kind: "unshelve", label: "Unshelve" },
  "out of service": { kind: "put back in service", label: "Put back in service" },
  suppressed: null,
};

function Hold(props: { readonly hold: AlarmHold; readonly nowMs: number }) {
  const { hold, nowMs } = props;
  switch (hold.kind) {
    case "out of service":
      return (
        <p>
          <b>Out of service</b> for {toSpan(nowMs - hold.act.atMs)}, by {hold.act.by}
          <span class="quiet block">{hold.act.comment}</span>
        </p>
      );
    case "shelved":
      return (
        <p data-testid="shelf-countdown">
          <b class="num">{toHoldWords(hold, nowMs)}</b>, by {hold.act.by}
          <span class="quiet block">{hold.act.comment}</span>
        </p>
      );
    case "suppressed":
      return (
        <p>
          <b>{toHoldWords(hold, nowMs)}</b>
          <span class="quiet block">
            until {toStamp(hold.untilMs)} source time, since {toStamp(hold.atMs)}
          </span>
        </p>
      );
  }
}

function HeldRow(props: { readonly held: HeldAlarm; readonly desk: ActDesk; readonly take: () => string }) {
  const { held, desk } = props;
  const { store } = usePage();
  const { loopId, alarmClass, part, version } = held;
  const name = `${toLoopName(store.loops.value, loopId)}, ${toKeyWords(held)}`;

  function end(kind: KeyActKind): void {
    void desk.run(
      (by): AlarmAct => ({ kind, key: { loopId, alarmClass, part }, version, by, comment: props.take() }),
      kind === "unshelve" ? `Back from the shelf: ${name}.` : `Back in service: ${name}.`,
    );
  }

  return (
    <li class="held-row" data-testid="held-row">
      <div>
        {loopId === houseId ? name : <a href={toHash({ kind: "loop", loopId, span: null })}>{name}</a>}
        <span class="quiet block">
          {held.occurrenceId === null ? (
            "It does not stand now."
          ) : (
            <a href={toHash({ kind: "alarm", occurrenceId: held.occurrenceId })}>It stands now</a>
          )}
        </span>
      </div>
      <div class="held-holds">
        {held.holds.map((hold) => (
          <Hold key={hold.kind} hold={hold} nowMs={store.serverNowMs.value} />
        ))}
      </div>
      <div class="held-acts">
        {held.holds.map(({ kind }) => {
          const act = endOf[kind];
          return act && mayAct(store) ? (
            <button key={kind} type="button" disabled={desk.isBusy.value} onClick={() => end(act.kind)}>
              {act.label}
            </button>
          ) : null;
        })}
      </div>
    </li>
  );
}

/** Alarms that call nobody, with who decided it, why, and until when: listed, never hidden. */
export function HeldAlarms() {
  const { store } = usePage();
  const comment = useSignal("");
  const desk = useAct();
  const held = store.held.value;
  if (held.length === 0) {
    return (
      <section class="card empty">
        <h2>Nothing is held back</h2>
        <p>Shelved, suppressed and out-of-service alarms are listed here, with who, why and until when.</p>
      </section>
    );
  }
  return (
    <section class="card" aria-label="Alarms that are held back">
      <p class="quiet">They are evaluated and recorded as ever, and call nobody.</p>
      <MayAct>
        <div class="held-tools">
          <NameField />
          <CommentField comment={comment} label="Comment (optional)" />
        </div>
      </MayAct>
      <ActAnswer desk={desk} />
      <ul class="held">
        {held.slice(0, mostShown).map((one) => (
          <HeldRow
            key={`${one.loopId} ${one.alarmClass} ${one.part}`}
            held={one}
            desk={desk}
            take={() => comment.peek().trim()}
          />
        ))}
      </ul>
      {held.length > mostShown ? (
        <p class="quiet list-end">
          The first {mostShown} of {held.length}.
        </p>
      ) : null}
    </section>
  );
}
