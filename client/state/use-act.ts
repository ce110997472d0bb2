import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { OperatorAct } from "../../protocol/wire.ts";
import { usePage } from "../page.ts";
import { toActName } from "./session.ts";
import { keepOperatorName } from "./settings.ts";

/** The server takes names and comments up to these lengths. */
export const longestName = 80;
export const longestComment = 500;

/** One place from which a person acts, and what came of it. */
export interface ActDesk {
  readonly isBusy: ReadonlySignal<boolean>;
  /** Why the last act was not done, in the server's words. */
  readonly problem: ReadonlySignal<string | null>;
  /** What was done last. */
  readonly done: ReadonlySignal<string | null>;
  /** Acts as the person whose name stands on the page; true when it was done. */
  readonly run: (toAct: (by: string) => OperatorAct, said: string) => Promise<boolean>;
  readonly refuse: (reason: string) => void;
}

/** Every act is a named person's: without a name nothing is sent. */
export function useAct(): ActDesk {
  const { acts, operator, store } = usePage();
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const done = useSignal<string | null>(null);

  function refuse(reason: string): void {
    done.value = null;
    problem.value = reason;
  }

  async function run(toAct: (by: string) => OperatorAct, said: string): Promise<boolean> {
    const you = store.you.peek();
    const by = toActName(you, operator.peek());
    if (by === "") {
      refuse("Please write your name: an act says who did it.");
      return false;
    }
    if (you?.via === "local") keepOperatorName(by);
    isBusy.value = true;
    const answer = await acts.act(toAct(by));
    isBusy.value = false;
    if (!answer.ok) refuse(answer.reason);
    else {
      problem.value = null;
      done.value = said;
    }
    return answer.ok;
  }

  return { isBusy, problem, done, run, refuse };
}
