import type { ReadonlySignal, Signal } from "@preact/signals";
import { usePage } from "../page.ts";
import { type ActDesk, longestComment, longestName } from "../state/use-act.ts";

/** Who acts; the same name everywhere on the page, kept in this browser. */
export function NameField(props: { readonly testId?: string }) {
  const { operator, store } = usePage();
  // Whoever has logged in acts under that name.
  if (store.you.value !== null && store.you.value.via !== "local") return null;
  return (
    <label class="field">
      <span>Your name</span>
      <input
        data-testid={props.testId}
        name="name"
        autocomplete="name"
        maxLength={longestName}
        value={operator.value}
        onInput={(event) => {
          operator.value = event.currentTarget.value;
        }}
      />
    </label>
  );
}

/** What they say about it. */
export function CommentField(props: {
  readonly comment: Signal<string>;
  readonly label: string;
  readonly testId?: string;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        data-testid={props.testId}
        name="comment"
        autocomplete="off"
        maxLength={longestComment}
        value={props.comment.value}
        onInput={(event) => {
          props.comment.value = event.currentTarget.value;
        }}
      />
    </label>
  );
}

/** What came of the last act: the server's own sentence where it refused. */
export function ActAnswer(props: { readonly desk: Pick<ActDesk, "problem" | "done"> }) {
  const { problem, done } = props.desk;
  return (
    <>
      <Sentence text={problem} role="alert" look="problem" />
      <Sentence text={done} role="status" look="done" />
    </>
  );
}

function Sentence(props: {
  readonly text: ReadonlySignal<string | null>;
  readonly role: "alert" | "status";
  readonly look: string;
}) {
  const text = props.text.value;
  return text === null ? null : (
    <p class={props.look} role={props.role}>
      {text}
    </p>
  );
}
