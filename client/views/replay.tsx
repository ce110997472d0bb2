import { useSignal } from "@preact/signals";
import { useCallback, useEffect, useMemo } from "preact/hooks";
import type { ReplayStory } from "../../protocol/replay.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import { type Page, PageContext, usePage } from "../page.ts";
import { LoopFocus } from "../parts/loop-focus.tsx";
import { ReplayBand } from "../parts/replay-band.tsx";
import { ReplayControls } from "../parts/replay-controls.tsx";
import { ReplayTold } from "../parts/replay-told.tsx";
import { TrendPanel } from "../parts/trend-panel.tsx";
import { browserClock } from "../state/clock.ts";
import type { Acts } from "../state/connection.ts";
import { type Player, type PlayerEvent, stepPlayer, toPlayerEvent, toSpeed } from "../state/player.ts";
import { createReplayPage } from "../state/replay-page.ts";
import { browserAsker, openReplay, type ReplayProgress } from "../state/replay-session.ts";
import { type Route, type TimeSpan, toHash } from "../state/route.ts";

type ReplayRoute = Extract<Route, { readonly kind: "replay" }>;

/** Ten pictures a second: a chart of hours does not move faster than that. */
const playEveryMs = 100;
const tickEveryMs = 500;
const usualSpeed = 60;

/** The forms are not shown; should one be, this is what it is told. */
const refusal = { ok: false, reason: "This is a replay: nobody can act on the past." } as const;
const noActs: Acts = {
  act: async () => refusal,
  startScenario: async () => refusal,
  setSpeed: async () => refusal,
};

/** Elements that use such keys themselves; a button or a link only those that press it. */
const usesKeys = "input, select, textarea, [role=slider], [role=dialog], [data-testid=trends]";

const isItsOwn = (target: Element | null, key: string): boolean =>
  target !== null &&
  (target.closest(usesKeys) !== null || (key === " " && target.closest("button, a, summary") !== null));

/** The loop as the live page would have shown it at the moment of the replay. */
function Shown(props: { readonly loop: LoopView }) {
  const span = useSignal<TimeSpan | null>(null);
  const onSpan = useCallback(
    (next: TimeSpan | null) => {
      span.value = next;
    },
    [span],
  );
  return (
    <LoopFocus
      loop={props.loop}
      trends={<TrendPanel loop={props.loop} span={span.value} onSpan={onSpan} />}
    />
  );
}

function Playing(props: {
  readonly route: ReplayRoute;
  readonly story: ReplayStory;
  readonly loop: LoopView;
}) {
  const { route, story, loop } = props;
  const page = usePage();
  const past = useMemo(() => createReplayPage(story, loop, browserClock), [story, loop]);
  const player = useSignal<Player>({
    ...{ fromMs: story.fromMs, toMs: story.toMs, atMs: story.fromMs, isPlaying: true },
    speed: toSpeed(route.speed ?? usualSpeed),
  });
  const send = (event: PlayerEvent): void => {
    const before = player.peek();
    player.value = stepPlayer(before, event);
    const { speed } = player.peek();
    // A link to this view keeps its speed; nothing is asked anew.
    if (speed !== before.speed) history.replaceState(null, "", toHash({ ...route, speed }));
  };
  const inner: Page = {
    ...page,
    store: past.store,
    trends: past.trends,
    fetchEstimates: past.fetchEstimates,
    acts: noActs,
  };

  useEffect(() => {
    let lastMs = browserClock.nowMs();
    past.show(player.peek().atMs);
    const stopPlaying = browserClock.every(playEveryMs, () => {
      const nowMs = browserClock.nowMs();
      player.value = stepPlayer(player.peek(), { kind: "passed", ms: nowMs - lastMs });
      lastMs = nowMs;
      past.show(player.peek().atMs);
    });
    const stopTicking = browserClock.every(tickEveryMs, past.tick);
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isItsOwn(event.target instanceof Element ? event.target : null, event.key)) return;
      const meant = toPlayerEvent(event.key, event.shiftKey, player.peek());
      if (meant === null) return;
      event.preventDefault();
      send(meant);
    };
    addEventListener("keydown", onKey);
    return () => {
      stopPlaying();
      stopTicking();
      removeEventListener("keydown", onKey);
    };
  }, [past, player]);

  const marks = useMemo(
    () => [...new Set(story.told.map(({ openedMs }) => openedMs))].filter((ms) => ms >= story.fromMs),
    [story],
  );
  return (
    <>
      <ReplayBand loopId={loop.id} atMs={player.value.atMs} />
      <ReplayControls player={player.value} marks={marks} send={send} />
      {story.rows.tMs.length === 0 ? (
        <p class="problem" role="status">
          Nothing is stored of this time.
        </p>
      ) : null}
      <PageContext.Provider value={inner}>
        <div class="replayed">
          <Shown loop={loop} />
        </div>
      </PageContext.Provider>
      <ReplayTold story={story} onGoTo={(atMs) => send({ kind: "seek", atMs })} />
    </>
  );
}

/** A stretch of the past, played through the page beside what is live. */
export function Replay(props: { readonly route: ReplayRoute }) {
  const { route } = props;
  const { store } = usePage();
  const { loopId, span } = route;
  const { fromMs, toMs } = span;
  const progress = useSignal<ReplayProgress>({ kind: "asking", share: 0 });
  useEffect(
    () =>
      openReplay(
        { loopId, fromMs, toMs },
        {
          asker: browserAsker,
          clock: browserClock,
          onProgress: (next) => {
            progress.value = next;
          },
        },
      ),
    [loopId, fromMs, toMs, progress],
  );
  const loop = store.loops.value.find(({ id }) => id === loopId);
  const state = progress.value;
  if (state.kind === "ready" && loop) return <Playing route={route} story={state.story} loop={loop} />;
  return (
    <>
      <ReplayBand loopId={loopId} atMs={null} />
      {state.kind === "failed" ? (
        <p class="problem" role="alert">
          This stretch could not be replayed: {state.reason}.
        </p>
      ) : (
        <section class="card" aria-label="Preparing the replay">
          <p role="status">
            The stored telemetry is judged again, from long enough before this stretch for the loop to be
            known.
          </p>
          <progress
            class="learning"
            max={1}
            value={state.kind === "asking" ? state.share : 1}
            aria-label="Prepared"
          />
        </section>
      )}
    </>
  );
}
