import { useSignal } from "@preact/signals";
import type { ActResult } from "../../protocol/wire.ts";
import { usePage } from "../page.ts";
import { toCountdown, toSourceNow } from "../state/countdown.ts";
import { mayAct } from "../state/session.ts";
import { toStamp } from "../state/words.ts";

/** Source seconds per second that the page offers; a simulator may run at others. */
const offeredSpeeds = [1, 10, 60, 300];

/** What the connected simulator plays, and the controls to play something else. */
export function ScenarioBar() {
  const { store, acts } = usePage();
  const chosenId = useSignal<string | null>(null);
  const problem = useSignal<string | null>(null);
  const busy = useSignal(false);
  const scenario = store.scenario.value;
  if (!scenario) return null;
  const { state } = scenario;
  // While the server is not heard nobody knows where the story is: it stops at what was heard last.
  const nowMs = store.link.value.kind === "dead" ? scenario.heardMs : store.nowMs.value;
  const speeds = offeredSpeeds.includes(state.speed)
    ? offeredSpeeds
    : [...offeredSpeeds, state.speed].sort((a, b) => a - b);

  async function act(ask: () => Promise<ActResult>): Promise<void> {
    busy.value = true;
    const answer = await ask();
    busy.value = false;
    problem.value = answer.ok ? null : answer.reason;
  }

  return (
    <section class="scenario" aria-label="Simulator">
      <div class="scenario-story">
        <p class="scenario-title">
          <span class="label">Simulator</span>
          <b data-testid="scenario-title">{state.title}</b>
        </p>
        <p class="scenario-summary">{state.summary}</p>
      </div>
      <dl class="scenario-facts">
        <div>
          <dt>Story</dt>
          <dd data-testid="scenario-countdown">{toCountdown(scenario, nowMs)}</dd>
        </div>
        <div>
          <dt>Source time</dt>
          <dd class="num">{toStamp(toSourceNow(scenario, nowMs))}</dd>
        </div>
      </dl>
      {mayAct(store) ? (
        <form
          class="scenario-controls"
          onSubmit={(event) => {
            event.preventDefault();
            void act(() => acts.startScenario(chosenId.value ?? state.runningId));
          }}
        >
          <label>
            <span class="label">Speed</span>
            <select
              data-testid="scenario-speed"
              value={String(state.speed)}
              onChange={(event) => {
                const speed = Number(event.currentTarget.value);
                void act(() => acts.setSpeed(speed));
              }}
            >
              {speeds.map((speed) => (
                <option key={speed} value={String(speed)}>
                  ×{speed}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span class="label">Scenario</span>
            <select
              data-testid="scenario-choice"
              value={chosenId.value ?? state.runningId}
              onChange={(event) => {
                chosenId.value = event.currentTarget.value;
              }}
            >
              {state.choices.map((choice) => (
                <option key={choice.id} value={choice.id} title={choice.summary}>
                  {choice.title}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" data-testid="scenario-start" disabled={busy.value}>
            Start
          </button>
        </form>
      ) : null}
      {problem.value ? (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      ) : null}
    </section>
  );
}
