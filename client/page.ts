import type { Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Acts } from "./state/connection.ts";
import type { fetchEstimates } from "./state/history.ts";
import type { Horn } from "./state/horn.ts";
import type { Route } from "./state/route.ts";
import type { Session } from "./state/session.ts";
import type { Store } from "./state/store.ts";
import type { Theme, ThemeChoice } from "./state/theme.ts";
import type { Trends } from "./state/trends.ts";

/** Everything a view may use. */
export interface Page {
  readonly store: Store;
  readonly trends: Trends;
  readonly fetchEstimates: typeof fetchEstimates;
  readonly acts: Acts;
  readonly session: Session;
  readonly horn: Horn;
  /** What the person who acts wrote as their name, where nobody logs in; an empty text until then. */
  readonly operator: Signal<string>;
  readonly route: Signal<Route>;
  readonly themeChoice: Signal<ThemeChoice>;
  /** The palette in force. */
  readonly theme: Signal<Theme>;
}

/** Carries the page to its parts; `main.tsx` fills it before anything is drawn. */
export const PageContext = createContext<Page | null>(null);

/** The page around a part. Throws where a part is drawn outside one, which is a mistake in our own code. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error("This part is drawn outside a page.");
  return page;
}
