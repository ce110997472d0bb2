import { usePage } from "../page.ts";
import { toHash } from "../state/route.ts";
import { statusOfSeverity } from "../state/status.ts";
import { toStamp } from "../state/words.ts";
import { toZoneWord } from "../state/zone.ts";
import { StatusShape } from "./status-shape.tsx";

/** What stands now, told where a reader looks who is lost in the past. */
function LiveNow() {
  const counts = usePage().store.counts.value;
  const standing = counts.unacknowledged + counts.acknowledged + counts.returned;
  const waiting = counts.unacknowledged + (counts.returnedUnacknowledged ?? 0);
  return (
    <a class="replay-live" href={toHash({ kind: "alarms", tab: "standing" })} data-testid="replay-live">
      <StatusShape status={counts.worst ? statusOfSeverity[counts.worst] : "normal"} />
      <span>
        Live now: <b class="num">{standing}</b> {standing === 1 ? "alarm" : "alarms"}
        {counts.worst ? `, the worst ${counts.worst}` : ""}
        {waiting > 0 ? (
          <>
            , <b class="num">{waiting}</b> not acknowledged
          </>
        ) : null}
      </span>
    </a>
  );
}

/** Nobody may take the past for what is now: a hatched band, in words, with the way back. Belongs to the live page. */
export function ReplayBand(props: { readonly loopId: string; readonly atMs: number | null }) {
  return (
    <section class="replay-band" aria-label="Replay mode" data-testid="replay-band">
      <p>
        <strong>REPLAY</strong> Not live: this is the past
        {props.atMs === null ? null : (
          <>
            , <span class="num">{toStamp(props.atMs)}</span> {toZoneWord(props.atMs)}
          </>
        )}
        . Nobody can act on it, and it makes no sound.
      </p>
      <LiveNow />
      <a
        class="button primary"
        href={toHash({ kind: "loop", loopId: props.loopId, span: null })}
        data-testid="back-to-live"
      >
        Back to live
      </a>
    </section>
  );
}
