import { useSignal } from "@preact/signals";
import { type AlarmView, isUnacknowledged } from "../../protocol/alarm.ts";
import { type DurationMs, hours, minutes } from "../../protocol/time.ts";
import { toSpan } from "../../protocol/units.ts";
import type { AlarmAct } from "../../protocol/wire.ts";
import { isCalling } from "../state/urgency.ts";
import { longestName, useAct } from "../state/use-act.ts";
import { toStamp } from "../state/words.ts";
import { toZoneWord } from "../state/zone.ts";
import { ActAnswer, CommentField, NameField } from "./act-fields.tsx";

/** How long an alarm may be put on the shelf from here. */
const shelfTimes: readonly DurationMs[] = [minutes(15), hours(1), hours(4), hours(8)];

const whyNeeded = "Please write why: whoever comes next must know.";

type OccurrenceAct = "acknowledge" | "silence" | "reset" | "comment";
type KeyAct = "unshelve" | "take out of service" | "put back in service";

/** Everything a person may do with an alarm that stands. What wants an answer stands open; the rest is a fold away. */
export function AlarmActs(props: { readonly alarm: AlarmView }) {
  const { alarm } = props;
  const comment = useSignal("");
  const assignee = useSignal(alarm.assignee ?? "");
  const isOpened = useSignal(false);
  const desk = useAct();
  const busy = desk.isBusy.value;
  const isWanted = isUnacknowledged(alarm);
  const on = { occurrenceId: alarm.id, version: alarm.version };

  async function send(toAct: (by: string, comment: string) => AlarmAct, said: string): Promise<void> {
    const isDone = await desk.run((by) => toAct(by, comment.peek().trim()), said);
    if (isDone) comment.value = "";
  }

  /** The same, but nobody may do it without saying why. */
  async function sendWithReason(
    toAct: (by: string, comment: string) => AlarmAct,
    said: string,
  ): Promise<void> {
    if (comment.peek().trim() === "") desk.refuse(whyNeeded);
    else await send(toAct, said);
  }

  const onThis = (kind: OccurrenceAct, said: string) =>
    send((by, words) => ({ kind, ...on, by, comment: words }), said);

  const onKey = (kind: KeyAct) => {
    const { loopId, alarmClass, part, version } = alarm;
    return (by: string, words: string): AlarmAct => ({
      kind,
      key: { loopId, alarmClass, part },
      version,
      by,
      comment: words,
    });
  };

  const shelve = (forMs: DurationMs) =>
    sendWithReason(
      (by, words) => ({ kind: "shelve", ...on, forMs, by, comment: words }),
      `On the shelf for ${toSpan(forMs)}.`,
    );

  async function assign(): Promise<void> {
    const to = assignee.peek().trim();
    if (to === "") {
      desk.refuse("Please write who takes care of it.");
      return;
    }
    await send((by, words) => ({ kind: "assign", ...on, to, by, comment: words }), `${to} takes care of it.`);
  }

  const more = (
    <div class="acts-more">
      <fieldset class="act-line">
        <legend>Shelve for</legend>
        {shelfTimes.map((forMs) => (
          <button
            key={forMs}
            type="button"
            disabled={busy}
            data-testid={`shelve-${forMs / minutes(1)}`}
            onClick={() => void shelve(forMs)}
          >
            {toSpan(forMs)}
          </button>
        ))}
      </fieldset>
      <div class="act-line">
        <label class="field field-inline">
          <span>Assign to</span>
          <input
            name="assignee"
            autocomplete="off"
            maxLength={longestName}
            value={assignee.value}
            onInput={(event) => {
              assignee.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="button" disabled={busy} onClick={() => void assign()}>
          Assign
        </button>
      </div>
      {alarm.hold?.kind === "out of service" ? null : (
        <div class="act-line">
          <button
            type="button"
            disabled={busy}
            onClick={() => void sendWithReason(onKey("take out of service"), "Out of service.")}
          >
            Take out of service
          </button>
          <span class="quiet">It is evaluated and recorded, and calls nobody until it is put back.</span>
        </div>
      )}
    </div>
  );

  return (
    <form
      class="acts"
      aria-label="Acts"
      data-testid="alarm-acts"
      onSubmit={(event) => {
        event.preventDefault();
        void onThis(isWanted ? "acknowledge" : "comment", isWanted ? "Acknowledged." : "Noted.");
      }}
    >
      <NameField testId="ack-name" />
      <CommentField comment={comment} label="Comment or reason" testId="ack-comment" />
      <div class="acts-row">
        {isWanted ? (
          <button type="submit" class="primary" data-testid="ack-submit" disabled={busy}>
            {busy ? "Sending…" : "Acknowledge"}
          </button>
        ) : null}
        {alarm.state === "latched" ? (
          <button
            type="button"
            class="primary"
            disabled={busy}
            onClick={() => void onThis("reset", "Reset.")}
          >
            Reset
          </button>
        ) : null}
        {isCalling(alarm) && alarm.silenced === null ? (
          <button
            type="button"
            disabled={busy}
            title="Stops the horn on every page until the next call; that is no acknowledgement"
            onClick={() => void onThis("silence", "The horn is silent; the alarm still waits for somebody.")}
          >
            Silence
          </button>
        ) : null}
        {alarm.hold?.kind === "shelved" ? (
          <button
            type="button"
            disabled={busy}
            onClick={() => void send(onKey("unshelve"), "Back from the shelf.")}
          >
            Unshelve
          </button>
        ) : null}
        {alarm.hold?.kind === "out of service" ? (
          <button
            type="button"
            disabled={busy}
            onClick={() => void send(onKey("put back in service"), "Back in service.")}
          >
            Put back in service
          </button>
        ) : null}
        <button
          type="button"
          disabled={busy}
          onClick={() =>
            comment.peek().trim() === ""
              ? desk.refuse("Please write what you want to say.")
              : void onThis("comment", "Noted.")
          }
        >
          Comment
        </button>
        <button
          type="button"
          class="acts-fold"
          aria-expanded={isOpened.value}
          data-testid="acts-more"
          onClick={() => {
            isOpened.value = !isOpened.value;
          }}
        >
          {isOpened.value ? "Less" : "More"}
        </button>
      </div>
      {isOpened.value ? more : null}
      <ActAnswer desk={desk} />
    </form>
  );
}

/** Who is on it, since when, and what they said. */
export function AcknowledgedBy(props: { readonly alarm: AlarmView }) {
  const { acknowledgement } = props.alarm;
  if (!acknowledgement) return null;
  return (
    <p class="acked" data-testid="ack-by">
      Acknowledged by <b>{acknowledgement.by}</b>, {toStamp(acknowledgement.atMs)}{" "}
      {toZoneWord(acknowledgement.atMs)}
      {acknowledgement.comment ? <q>{acknowledgement.comment}</q> : null}
    </p>
  );
}
