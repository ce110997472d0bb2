import { usePage } from "../page.ts";
import { toLatenessWords, toLeftOutWords } from "../state/lateness.ts";

/** How old what is seen is, and what is missing in it; nothing while the page is cut off, which says more. */
export function LatenessLine() {
  const { store } = usePage();
  const lateness = store.lateness.value;
  const words = toLatenessWords(lateness);
  const leftOut = toLeftOutWords(lateness);
  if (store.link.value.kind !== "live" || words === null) return null;
  return (
    <span class="lateness num" data-testid="lateness">
      {words}
      {leftOut === null ? null : <span data-testid="left-out">; {leftOut}, trends read them again</span>}
    </span>
  );
}
