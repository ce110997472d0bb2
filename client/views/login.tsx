import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { usePage } from "../page.ts";
import type { WhyLogin } from "../state/freshness.ts";

const said: Readonly<Record<WhyLogin, { readonly title: string; readonly more: string }>> = {
  first: { title: "Log in", more: "Your administrator gave you a name and a password for this Loopwatch." },
  ended: {
    title: "Your session has ended",
    more: "Alarms do not reach this page until you log in again. You come back to where you were.",
  },
  left: { title: "You are logged out", more: "Log in to look at the loops again." },
};

/** Asks who is there. The address of the page stays, so that everybody comes to where their link led. */
export function Login(props: { readonly why: WhyLogin }) {
  const { session } = usePage();
  const name = useSignal("");
  const password = useSignal("");
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const first = useRef<HTMLInputElement>(null);
  const { title, more } = said[props.why];

  useEffect(() => {
    first.current?.focus();
  }, []);

  async function logIn(): Promise<void> {
    isBusy.value = true;
    const answer = await session.logIn(name.peek().trim(), password.peek());
    isBusy.value = false;
    problem.value = answer.ok ? null : answer.reason;
    if (!answer.ok) password.value = "";
  }

  return (
    <section class="card login" aria-labelledby="login-title" data-testid="login">
      <h2 id="login-title">{title}</h2>
      <p>{more}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void logIn();
        }}
      >
        <label class="field">
          <span>Name</span>
          <input
            ref={first}
            name="name"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            maxLength={200}
            value={name.value}
            data-testid="login-name"
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        </label>
        <label class="field">
          <span>Password</span>
          <input
            name="password"
            type="password"
            autocomplete="current-password"
            required
            maxLength={1000}
            value={password.value}
            data-testid="login-password"
            onInput={(event) => {
              password.value = event.currentTarget.value;
            }}
          />
        </label>
        {problem.value === null ? null : (
          <p class="problem" role="alert" data-testid="login-problem">
            {problem.value}
          </p>
        )}
        <button type="submit" class="primary" disabled={isBusy.value} data-testid="login-submit">
          {isBusy.value ? "Logging in…" : "Log in"}
        </button>
      </form>
      <p class="quiet">
        Name or password forgotten? An administrator sets a new password with{" "}
        <code>loopwatch user password</code>.
      </p>
    </section>
  );
}
