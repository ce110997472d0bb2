import { useSignal } from "@preact/signals";
import { type Segment, Segmented } from "./segmented.tsx";

type Shown = "text" | "html";
const kinds: readonly Segment<Shown>[] = [
  { value: "text", label: "Text" },
  { value: "html", label: "HTML" },
];

/** A mail as its reader gets it: the text, or the HTML in a frame that can run nothing. */
export function MailFrame(props: {
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly first: Shown;
}) {
  const { subject, text, html } = props;
  const shown = useSignal<Shown>(props.first);
  return (
    <>
      {html === null ? null : (
        <Segmented
          legend="Show the mail as"
          segments={kinds}
          value={shown.value}
          onChoose={(kind) => {
            shown.value = kind;
          }}
        />
      )}
      {shown.value === "html" && html !== null ? (
        <iframe class="mail-html" title={subject} sandbox="" srcDoc={html} data-testid="mail-html" />
      ) : (
        <pre class="mail-text" data-testid="mail-body">
          {text}
        </pre>
      )}
    </>
  );
}
