import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { KeptMail } from "../../protocol/notice.ts";
import { type Fetched, fetchMail } from "../state/history.ts";
import { toHash } from "../state/route.ts";
import { toUtcStamp } from "../state/words.ts";
import { type Segment, Segmented } from "./segmented.tsx";

type Shown = "text" | "html";
const kinds: readonly Segment<Shown>[] = [
  { value: "text", label: "Text" },
  { value: "html", label: "HTML" },
];

/** A mail as its reader gets it: the text, or the HTML in a frame that can run nothing. */
export function OpenedMail(props: { readonly id: string }) {
  const { id } = props;
  const fetched = useSignal<Fetched<KeptMail> | null>(null);
  const shown = useSignal<Shown>("text");

  useEffect(() => {
    let current = true;
    void fetchMail(id).then((answer) => {
      if (current) fetched.value = answer;
    });
    return () => {
      current = false;
    };
  }, [id, fetched]);

  const answer = fetched.value;
  if (!answer) return <p class="quiet mail-none">Opening…</p>;
  if (!answer.ok) {
    return (
      <p class="problem mail-none" role="alert">
        This mail could not be read: {answer.reason}.
      </p>
    );
  }
  const mail = answer.value;
  return (
    <article class="mail">
      <a class="mail-back" href={toHash({ kind: "mailbox", mailId: null })}>
        All mails
      </a>
      <h3>{mail.subject}</h3>
      <p class="quiet">
        From {mail.from} to {mail.to.join(", ")}, <span class="num">{toUtcStamp(mail.receivedMs)} UTC</span>
      </p>
      {mail.html === null ? null : (
        <Segmented
          legend="Show the mail as"
          segments={kinds}
          value={shown.value}
          onChoose={(kind) => {
            shown.value = kind;
          }}
        />
      )}
      {shown.value === "html" && mail.html !== null ? (
        <iframe
          class="mail-html"
          title={mail.subject}
          sandbox=""
          srcDoc={mail.html}
          data-testid="mail-html"
        />
      ) : (
        <pre class="mail-text" data-testid="mail-body">
          {mail.text}
        </pre>
      )}
    </article>
  );
}
