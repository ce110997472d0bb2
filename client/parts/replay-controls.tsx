import { minutes, seconds } from "../../protocol/time.ts";
import { type Player, type PlayerEvent, speeds } from "../state/player.ts";
import { toStamp } from "../state/words.ts";
import { toZoneWord } from "../state/zone.ts";

const steps = [
  { label: "−1 min", ms: -minutes(1) },
  { label: "−10 s", ms: -seconds(10) },
  { label: "+10 s", ms: seconds(10) },
  { label: "+1 min", ms: minutes(1) },
];

/** Play, pause, step, scrub and speed; the keys do the same from anywhere in the view. */
export function ReplayControls(props: {
  readonly player: Player;
  /** Moments of alarms, to jump to. */
  readonly marks: readonly number[];
  readonly send: (event: PlayerEvent) => void;
}) {
  const { player, marks, send } = props;
  const { fromMs, toMs, atMs, speed, isPlaying } = player;
  const shareOf = (ms: number): number => ((ms - fromMs) / (toMs - fromMs)) * 100;
  return (
    <section class="card replay-controls" aria-label="Replay controls">
      <div class="replay-buttons">
        <button
          type="button"
          class="primary"
          onClick={() => send({ kind: "toggle" })}
          data-testid="replay-play"
          aria-pressed={isPlaying}
        >
          {isPlaying ? "Pause" : atMs >= toMs ? "Play again" : "Play"}
        </button>
        {steps.map(({ label, ms }) => (
          <button key={label} type="button" onClick={() => send({ kind: "step", ms })}>
            {label}
          </button>
        ))}
        <label class="replay-speed">
          <span>Speed</span>
          <select
            value={speed}
            data-testid="replay-speed"
            onChange={(event) => send({ kind: "speed", speed: Number(event.currentTarget.value) })}
          >
            {speeds.map((one) => (
              <option key={one} value={one}>
                x{one}
              </option>
            ))}
          </select>
        </label>
        <span class="num replay-time" data-testid="replay-time">
          {toStamp(atMs)} {toZoneWord(atMs)}
        </span>
      </div>
      <div class="replay-scrub">
        <input
          type="range"
          min={fromMs}
          max={toMs}
          step={1000}
          value={atMs}
          aria-label="Moment of the replay"
          aria-valuetext={`${toStamp(atMs)} ${toZoneWord(atMs)}`}
          data-testid="replay-scrub"
          onInput={(event) => send({ kind: "seek", atMs: Number(event.currentTarget.value) })}
        />
        <div class="replay-marks" aria-hidden="true">
          {marks.map((ms) => (
            <i key={ms} style={{ left: `${shareOf(ms)}%` }} />
          ))}
        </div>
      </div>
      <p class="quiet">
        Keys: space plays and pauses, ← and → step ten seconds (with Shift a minute), + and − change the
        speed, Home and End jump.
      </p>
    </section>
  );
}
