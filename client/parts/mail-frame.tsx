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
  /** Address of the HTML as the server shows it, with a policy of its own; `null`: the mail has none. */
  readonly htmlUrl: string | null;
  readonly first: Shown;
}) {
  const { subject, text, htmlUrl } = props;
  const shown = useSignal<Shown>(props.first);
  return (
    <>
      {htmlUrl === null ? null : (
        <Segmented
          legend="Show the mail as"
          segments={kinds}
          value={shown.value}
          onChoose={(kind) => {
            shown.value = kind;
          }}
        />
      )}
      {shown.value === "html" && htmlUrl !== null ? (
        <iframe class="mail-html" title={subject} sandbox="" src={htmlUrl} data-testid="mail-html" />
      ) : (
        <pre class="mail-text" data-testid="mail-body">
          {text}
        </pre>
      )}
    </>
  );
}
