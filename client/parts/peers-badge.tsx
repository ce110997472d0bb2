import { usePage } from "../page.ts";
import { StatusShape } from "./status-shape.tsx";

/** "InfluxDB 1.6.7 at http://…": the part that fits into a badge. */
const shortName = (name: string): string => name.replace(/ (at|in) .*$/, "");

/** Which store and which mail server are in use, and whether they answer. */
export function PeersBadge() {
  const health = usePage().store.health.value;
  if (!health) return null;
  const peers = [
    { key: "store", ...health.store, waiting: health.spool.waiting, what: "writes wait" },
    { key: "mail", ...health.mail, waiting: health.mail.ok ? 0 : health.mail.waiting, what: "mails wait" },
  ];
  return (
    <span class="peers" data-testid="store-badge">
      {peers.map((peer) => (
        <span
          key={peer.key}
          class={`peer ${peer.ok ? "" : "peer-down status-caution"}`}
          title={`${peer.name}: ${peer.detail}`}
        >
          {peer.ok ? null : <StatusShape status="caution" />}
          {shortName(peer.name)}
          {peer.ok ? null : (
            <span class="peer-note">
              not answering, {peer.waiting} {peer.what}
            </span>
          )}
        </span>
      ))}
    </span>
  );
}
