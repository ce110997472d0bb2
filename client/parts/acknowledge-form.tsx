import { useSignal } from "@preact/signals";
import type { AlarmView } from "../../protocol/alarm.ts";
import { usePage } from "../page.ts";
import { keepOperatorName, loadOperatorName } from "../state/settings.ts";
import { toUtcStamp } from "../state/words.ts";

/** The server takes names and comments up to these lengths. */
const longestName = 80;
const longestComment = 500;

/** Acknowledging is a named person's act: the form asks who, and shows the server's answer. */
export function AcknowledgeForm(props: { readonly alarm: AlarmView }) {
  const { acts } = usePage();
  const { alarm } = props;
  const name = useSignal(loadOperatorName());
  const comment = useSignal("");
  const problem = useSignal<string | null>(null);
  const busy = useSignal(false);

  async function acknowledge(): Promise<void> {
    const by = name.value.trim();
    if (by === "") {
      problem.value = "Please write your name: an acknowledgement says who is on it.";
      return;
    }
    busy.value = true;
    problem.value = null;
    keepOperatorName(by);
    const answer = await acts.acknowledge({
      occurrenceId: alarm.id,
      version: alarm.version,
      by,
      comment: comment.value.trim(),
    });
    busy.value = false;
    if (!answer.ok) problem.value = answer.reason;
  }

  return (
    <form
      class="ack"
      onSubmit={(event) => {
        event.preventDefault();
        void acknowledge();
      }}
    >
      <label>
        <span>Your name</span>
        <input
          data-testid="ack-name"
          name="name"
          autocomplete="name"
          maxLength={longestName}
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
      </label>
      <label>
        <span>
          Comment <span class="quiet">optional</span>
        </span>
        <input
          data-testid="ack-comment"
          name="comment"
          autocomplete="off"
          maxLength={longestComment}
          value={comment.value}
          onInput={(event) => {
            comment.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="primary" data-testid="ack-submit" disabled={busy.value}>
        {busy.value ? "Sending…" : "Acknowledge"}
      </button>
      {problem.value ? (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      ) : null}
    </form>
  );
}

/** Who is on it, since when, and what they said. */
export function AcknowledgedBy(props: { readonly alarm: AlarmView }) {
  const { acknowledgement } = props.alarm;
  if (!acknowledgement) return null;
  return (
    <p class="acked" data-testid="ack-by">
      Acknowledged by <b>{acknowledgement.by}</b>, {toUtcStamp(acknowledgement.atMs)} UTC
      {acknowledgement.comment ? <q>{acknowledgement.comment}</q> : null}
    </p>
  );
}
