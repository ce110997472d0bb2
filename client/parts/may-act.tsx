import type { ComponentChildren } from "preact";
import { usePage } from "../page.ts";
import { mayAct } from "../state/session.ts";

/** What only an operator may do; a viewer reads why it is not there. In a replay there is nobody who could act. */
export function MayAct(props: { readonly children: ComponentChildren }) {
  const { store } = usePage();
  if (mayAct(store)) return <>{props.children}</>;
  if (store.you.value === null) return null;
  return (
    <p class="quiet" data-testid="viewer-note">
      You are logged in as a viewer. Acknowledging and all other acts need the role operator; an administrator
      can give it to you.
    </p>
  );
}
