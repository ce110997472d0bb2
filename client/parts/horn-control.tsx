import { usePage } from "../page.ts";
import { toLoopName } from "../state/alarm-words.ts";
import { mayAct, toActName } from "../state/session.ts";
import { keepSoundChoice } from "../state/settings.ts";
import { useAct } from "../state/use-act.ts";
import { ActAnswer } from "./act-fields.tsx";

/** So many alarms are silenced for everybody at once; what is behind them is silenced on this page only. */
const mostActs = 50;

/** Sound on or off on this page: off until a person wants it, because a browser plays nothing unasked. */
export function HornControl() {
  const { horn } = usePage();
  const isOn = horn.isOn.value;
  return (
    <button
      type="button"
      class="horn"
      aria-pressed={isOn}
      data-testid="sound-switch"
      data-sounding={horn.sounding.value ?? "quiet"}
      onClick={() => {
        horn.isOn.value = !isOn;
        keepSoundChoice(!isOn);
      }}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path class="horn-body" d="M2 6h2.5L8.5 2.8v10.4L4.5 10H2z" />
        <path
          class="horn-waves"
          d={isOn ? "M10.6 5.4a3.6 3.6 0 0 1 0 5.2M12.4 3.4a6.4 6.4 0 0 1 0 9.2" : "M11 6l4 4M15 6l-4 4"}
        />
      </svg>
      Sound {isOn ? "on" : "off"}
    </button>
  );
}

/** What is heard now and how to stop it, or that nothing can be heard although somebody wants to. */
export function HornBanner() {
  const { horn, store, operator } = usePage();
  const desk = useAct();
  const calling = horn.calling.value;
  const first = calling[0];

  if (horn.isBlocked.value) {
    return (
      <p class="horn-banner" role="alert" data-testid="sound-blocked">
        <b>This browser keeps the page silent.</b> Click or press a key anywhere on it: only then can alarms
        be heard.
      </p>
    );
  }
  if (horn.sounding.value === null || !first) {
    // What could not be done for the others is said after the sound has stopped here.
    return desk.problem.value === null ? null : (
      <div class="horn-banner">
        <ActAnswer desk={desk} />
      </div>
    );
  }

  async function silence(): Promise<void> {
    // Quiet in this room at once; telling the other pages may take a moment, and needs a name.
    horn.hush(calling);
    if (!mayAct(store)) {
      desk.refuse("Silent on this page only: silencing it for everybody needs the role operator.");
      return;
    }
    if (toActName(store.you.peek(), operator.peek()) === "") {
      desk.refuse("Silent on this page only: write your name at an alarm to silence it for everybody.");
      return;
    }
    for (const { id: occurrenceId, version } of calling.slice(0, mostActs)) {
      const isDone = await desk.run(
        (by) => ({ kind: "silence", occurrenceId, version, by, comment: "" }),
        "Silenced until the next call.",
      );
      if (!isDone) return;
    }
  }

  return (
    <section class="horn-banner" aria-label="Horn" data-testid="horn-banner">
      <p>
        <b>The horn sounds</b> for {first.severity}, {toLoopName(store.loops.value, first.loopId)}
        {calling.length > 1 ? ` and ${calling.length - 1} more` : ""}.
      </p>
      <button type="button" data-testid="horn-silence" onClick={() => void silence()}>
        Silence until the next call
      </button>
      <span class="quiet">Silence is no acknowledgement.</span>
      <ActAnswer desk={desk} />
    </section>
  );
}
