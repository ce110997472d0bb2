import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { seconds } from "../../protocol/time.ts";
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

/** What came of an act is read by then; an older answer would be taken for one about what stands there now. */
const answerShownMs = seconds(20);

/** Every act is a named person's: without a name nothing is sent. */
export function useAct(): ActDesk {
  const { acts, operator, store } = usePage();
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const done = useSignal<string | null>(null);
  const fading = useRef<ReturnType<typeof setTimeout>>(undefined);

  function answer(given: { readonly done: string | null; readonly problem: string | null }): void {
    done.value = given.done;
    problem.value = given.problem;
    clearTimeout(fading.current);
    fading.current = setTimeout(() => {
      done.value = null;
      problem.value = null;
    }, answerShownMs);
  }

  const refuse = (reason: string): void => answer({ done: null, problem: reason });

  async function run(toAct: (by: string) => OperatorAct, said: string): Promise<boolean> {
    const you = store.you.peek();
    const by = toActName(you, operator.peek());
    if (by === "") {
      refuse("Please write your name: an act says who did it.");
      return false;
    }
    if (you?.via === "local") keepOperatorName(by);
    isBusy.value = true;
    const result = await acts.act(toAct(by));
    isBusy.value = false;
    if (result.ok) answer({ done: said, problem: null });
    else refuse(result.reason);
    return result.ok;
  }

  return { isBusy, problem, done, run, refuse };
}
