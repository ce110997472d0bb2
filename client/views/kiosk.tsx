import { Mimic } from "../mimic/mimic.tsx";
import { usePage } from "../page.ts";
import { LeakPanel } from "../parts/leak-panel.tsx";
import { LoopTile } from "../parts/loop-tile.tsx";
import { StatusShape } from "../parts/status-shape.tsx";
import { TrendPanel } from "../parts/trend-panel.tsx";
import { useWakeLock } from "../parts/use-wake-lock.ts";
import { toRound, toTurn } from "../state/kiosk.ts";
import { sortLoops } from "../state/loop-order.ts";
import { toLoopStatus } from "../state/status.ts";
import { toDay, toTime } from "../state/words.ts";
import { toZoneWord } from "../state/zone.ts";

/** Tiles above the loop whose turn it is; a wall has room for one row or two. */
const mostTiles = 8;

/** A page for a wall: nothing to press, the urgent loops in turn, and the time by which to judge it. */
export function Kiosk() {
  const { store } = usePage();
  useWakeLock(true);
  const loops = store.loops.value;
  const alarms = store.alarms.standingByLoop.value;
  const nowMs = store.serverNowMs.value;
  const loopId = toTurn(toRound(loops, store.alarms.standing.value), nowMs);
  const loop = loops.find(({ id }) => id === loopId);
  const ordered = sortLoops(loops, alarms, store.signalByLoop.value);
  const facts = {
    alarms: alarms.get(loopId ?? "") ?? [],
    signal: store.signalByLoop.value.get(loopId ?? ""),
    estimate: store.estimateByLoop.value.get(loopId ?? ""),
  };
  const { status, word } = toLoopStatus(facts);
  return (
    <>
      <h1 class="unseen">Loopwatch{loop ? `, ${loop.name}: ${word}` : ""}</h1>
      {/* Nothing in here is for pressing, neither with a pointer nor by keys. */}
      <div class="kiosk" inert data-testid="kiosk" data-loop={loopId}>
        <div class="tiles">
          {ordered.slice(0, mostTiles).map((one) => (
            <LoopTile key={one.id} loop={one} selected={one.id === loopId} />
          ))}
        </div>
        {ordered.length > mostTiles ? (
          <p class="quiet">{ordered.length - mostTiles} more loops, none of them more urgent.</p>
        ) : null}
        {loop ? (
          <section class="kiosk-loop" aria-label={loop.name}>
            <h2 class="focus-name">
              <span class={`status-word status-${status}`}>
                <StatusShape status={status} large />
                {word}
              </span>{" "}
              {loop.name}{" "}
              <span class="quiet num">
                {toDay(nowMs)} {toTime(nowMs)} {toZoneWord(nowMs)}
              </span>
            </h2>
            {facts.alarms[0] ? <p class="kiosk-headline">{facts.alarms[0].headline}</p> : null}
            <LeakPanel key={`leak ${loop.id}`} loop={loop} />
            <Mimic key={loop.id} loop={loop} />
            <TrendPanel key={`trends ${loop.id}`} loop={loop} span={null} />
          </section>
        ) : null}
      </div>
    </>
  );
}
