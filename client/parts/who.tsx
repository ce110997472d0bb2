import { usePage } from "../page.ts";

/** Who is logged in, and the way out; nothing where nobody logs in. */
export function Who() {
  const { store, session } = usePage();
  const you = store.you.value;
  if (you === null || you.via === "local" || store.link.value.kind === "login") return null;
  return (
    <span class="who">
      <span data-testid="who">
        {you.name} <span class="quiet">({you.role})</span>
      </span>
      {you.via === "session" ? (
        <button type="button" data-testid="log-out" onClick={() => void session.logOut()}>
          Log out
        </button>
      ) : null}
    </span>
  );
}
