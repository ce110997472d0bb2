import type { ReplayStory, ReplayView, ReplayWish } from "../../protocol/replay.ts";
import type { DurationMs } from "../../protocol/time.ts";
import type { PageClock } from "./clock.ts";
import { type Fetched, toReason } from "./history.ts";

/** How far a page is with the replay it asked for. */
export type ReplayProgress =
  | { readonly kind: "asking"; readonly share: number }
  | { readonly kind: "ready"; readonly story: ReplayStory }
  | { readonly kind: "failed"; readonly reason: string };

/** Asks the server about replays; tests bring their own. */
export interface ReplayAsker {
  readonly begin: (wish: ReplayWish) => Promise<Fetched<ReplayView>>;
  readonly view: (id: string) => Promise<Fetched<ReplayView>>;
  /** Also from a page that goes. */
  readonly cancel: (id: string) => void;
}

const address = "/api/v1/replays";
const askEveryMs: DurationMs = 500;

async function ask(path: string, init: RequestInit): Promise<Fetched<ReplayView>> {
  try {
    const response = await fetch(`${address}${path}`, init);
    if (!response.ok) return { ok: false, reason: await toReason(response) };
    // The server builds what it sends from the same protocol types.
    return { ok: true, value: (await response.json()) as ReplayView };
  } catch {
    return { ok: false, reason: "the server did not answer" };
  }
}

/** The server's replays. */
export const browserAsker: ReplayAsker = {
  begin: ({ loopId, fromMs, toMs }) =>
    ask("", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ loop: loopId, from: fromMs, to: toMs }),
    }),
  view: (id) => ask(`/${encodeURIComponent(id)}`, { headers: { accept: "application/json" } }),
  cancel: (id) => {
    // Who does not hear it forgets the replay by itself.
    void fetch(`${address}/${encodeURIComponent(id)}`, { method: "DELETE", keepalive: true }).catch(
      () => undefined,
    );
  },
};

/** Begins a replay and asks until its story is there. Returns how to end it. */
export function openReplay(
  wish: ReplayWish,
  parts: {
    readonly asker: ReplayAsker;
    readonly clock: PageClock;
    readonly onProgress: (progress: ReplayProgress) => void;
  },
): () => void {
  const { asker, clock, onProgress } = parts;
  let id: string | null = null;
  let isClosed = false;
  let isAsking = false;
  let stopAsking: () => void = () => undefined;

  function take(answer: Fetched<ReplayView>): void {
    if (!answer.ok || answer.value.state === "failed") {
      stopAsking();
      onProgress({ kind: "failed", reason: answer.ok ? toSentenceEnd(answer.value) : answer.reason });
    } else if (answer.value.state === "done") {
      stopAsking();
      onProgress({ kind: "ready", story: answer.value.story });
      // It is here now; the server need not keep it.
      asker.cancel(answer.value.id);
    } else {
      onProgress({ kind: "asking", share: answer.value.share });
    }
  }

  async function look(known: string): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    const answer = await asker.view(known);
    isAsking = false;
    if (!isClosed) take(answer);
  }

  void asker.begin(wish).then((answer) => {
    if (answer.ok) id = answer.value.id;
    if (isClosed) {
      if (id !== null) asker.cancel(id);
      return;
    }
    if (answer.ok && answer.value.state === "running") {
      const known = answer.value.id;
      stopAsking = clock.every(askEveryMs, () => void look(known));
    }
    take(answer);
  });
  return () => {
    isClosed = true;
    stopAsking();
    if (id !== null) asker.cancel(id);
  };
}

const toSentenceEnd = (view: ReplayView): string =>
  view.state === "failed" ? view.reason.replace(/\.$/, "") : "";
