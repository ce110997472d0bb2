import { useSignal } from "@preact/signals";
import type { OccurrenceId } from "../../protocol/ids.ts";
import { fetchPreview, toPreviewHtmlUrl } from "../state/questions.ts";
import { useFetched } from "../state/use-fetched.ts";
import { MailFrame } from "./mail-frame.tsx";

function Preview(props: { readonly id: OccurrenceId }) {
  const answer = useFetched(props.id, () => fetchPreview(props.id)).value;
  if (answer === null) return <p class="quiet">Writing it…</p>;
  if (!answer.ok) {
    return (
      <p class="problem" role="alert">
        The mail could not be shown: {answer.reason}.
      </p>
    );
  }
  const { subject, text } = answer.value;
  return (
    <article class="mail">
      <h4>{subject}</h4>
      <MailFrame subject={subject} text={text} htmlUrl={toPreviewHtmlUrl(props.id)} first="html" />
    </article>
  );
}

/** The mail about an alarm as it would be sent now; nothing is sent by looking at it. */
export function MailPreviewCard(props: { readonly id: OccurrenceId }) {
  const isOpened = useSignal(false);
  return (
    <section class="card" aria-label="Mail as it would be sent">
      <header class="card-head">
        <h3>Mail as it would be sent</h3>
        <button
          type="button"
          aria-expanded={isOpened.value}
          data-testid="mail-preview"
          onClick={() => {
            isOpened.value = !isOpened.value;
          }}
        >
          {isOpened.value ? "Close" : "Show it"}
        </button>
      </header>
      {isOpened.value ? <Preview id={props.id} /> : <p class="quiet">Looking at it sends nothing.</p>}
    </section>
  );
}
