import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type Operation, operations } from "../../protocol/operation.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import { usePage } from "../page.ts";
import { operationWords } from "../state/alarm-words.ts";
import { useAct } from "../state/use-act.ts";
import { toTime } from "../state/words.ts";
import { ActAnswer, CommentField, NameField } from "./act-fields.tsx";

/** The form in two steps: what is done to the loop, and then, in whole sentences, whether that is meant. */
function OperationForm(props: { readonly loop: LoopView }) {
  const { loop } = props;
  const { store } = usePage();
  const chosen = useSignal<Operation>("refill");
  const comment = useSignal("");
  const isAsking = useSignal(false);
  const confirm = useRef<HTMLButtonElement>(null);
  const desk = useAct();
  const { label, effect } = operationWords[chosen.value];
  const newestMs = store.signalByLoop.value.get(loop.id)?.lastSampleMs ?? null;

  // Before anything is painted: whoever answers by the keyboard must not hit what had the focus before.
  useLayoutEffect(() => {
    if (isAsking.value) confirm.current?.focus();
  }, [isAsking.value, isAsking]);

  async function declare(): Promise<void> {
    const operation = chosen.peek();
    const isDone = await desk.run(
      (by) => ({
        kind: "operate",
        loopId: loop.id,
        operation,
        atMs: null,
        by,
        comment: comment.peek().trim(),
      }),
      `${operationWords[operation].label} declared.`,
    );
    isAsking.value = false;
    if (isDone) comment.value = "";
  }

  return (
    <form
      class="acts"
      aria-label={`Declare an operation on ${loop.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        isAsking.value = true;
      }}
    >
      <label class="field">
        <span>What is done</span>
        <select
          data-testid="operation-choice"
          value={chosen.value}
          disabled={isAsking.value}
          onChange={(event) => {
            const { value } = event.currentTarget;
            chosen.value = operations.find((one) => one === value) ?? "refill";
          }}
        >
          {operations.map((operation) => (
            <option key={operation} value={operation}>
              {operationWords[operation].label}
            </option>
          ))}
        </select>
      </label>
      <NameField />
      <CommentField comment={comment} label="Comment" />
      {isAsking.value ? (
        <div
          class="confirm"
          role="alertdialog"
          aria-labelledby="confirm-title"
          aria-describedby="confirm-effect"
        >
          <p id="confirm-title">
            <b>
              Declare “{label.toLowerCase()}” on {loop.name}
              {newestMs === null ? "" : `, from ${toTime(newestMs)} source time`}?
            </b>
          </p>
          <p id="confirm-effect">{effect}</p>
          <div class="acts-row">
            <button
              ref={confirm}
              type="button"
              class="primary"
              data-testid="operation-confirm"
              disabled={desk.isBusy.value}
              onClick={() => void declare()}
            >
              Yes, declare it
            </button>
            <button
              type="button"
              onClick={() => {
                isAsking.value = false;
              }}
            >
              No
            </button>
          </div>
        </div>
      ) : (
        <>
          <p class="quiet">{effect}</p>
          <div class="acts-row">
            <button type="submit" data-testid="operation-declare">
              Declare…
            </button>
          </div>
        </>
      )}
      <ActAnswer desk={desk} />
    </form>
  );
}

/** People say what they do to a loop, so that what moves by their hands is no riddle. */
export function DeclareOperation(props: { readonly loop: LoopView }) {
  const isOpened = useSignal(false);
  return (
    <div class="operations">
      <button
        type="button"
        aria-expanded={isOpened.value}
        data-testid="operations"
        onClick={() => {
          isOpened.value = !isOpened.value;
        }}
      >
        Declare an operation
      </button>
      {isOpened.value ? <OperationForm loop={props.loop} /> : null}
    </div>
  );
}
