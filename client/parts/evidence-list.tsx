import type { Evidence } from "../../protocol/alarm.ts";
import { toSentence } from "../state/words.ts";

const sides = [
  { side: "for", title: "Speaks for it", sign: "+" },
  { side: "against", title: "Speaks against it", sign: "−" },
  { side: "note", title: "To know", sign: "·" },
] as const;

/** The first sentences carry the verdict; with more of them the panel would push the loop's state off the screen. */
const mostShown = 6;

function EvidenceItems(props: { readonly items: readonly Evidence[]; readonly sign: string }) {
  return (
    <ul>
      {props.items.map((item) => (
        <li key={item.text}>
          <span class="evidence-sign num" aria-hidden="true">
            {props.sign}
          </span>
          {toSentence(item.text)}
        </li>
      ))}
    </ul>
  );
}

/** Why the alarm says what it says, grouped by what each sentence does to the verdict. */
export function EvidenceList(props: { readonly evidence: readonly Evidence[] }) {
  return (
    <div class="evidence">
      {sides.map(({ side, title, sign }) => {
        const items = props.evidence.filter((item) => item.side === side);
        if (items.length === 0) return null;
        return (
          <section key={side} class={`evidence-${side}`}>
            <h4>{title}</h4>
            <EvidenceItems items={items.slice(0, mostShown)} sign={sign} />
            {items.length > mostShown ? (
              <details class="evidence-more">
                <summary>{items.length - mostShown} more</summary>
                <EvidenceItems items={items.slice(mostShown)} sign={sign} />
              </details>
            ) : null}
          </section>
        );
      })}
    </div>
  );
}
