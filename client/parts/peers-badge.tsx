import { usePage } from "../page.ts";
import { toBrokerWords } from "../state/broker-words.ts";
import { StatusShape } from "./status-shape.tsx";

/** "InfluxDB 1.6.7 at http://…": the part that fits into a badge. */
const shortName = (name: string): string => name.replace(/ (at|in) .*$/, "");

/** Which store, mail server and brokers are in use, and whether they answer. */
export function PeersBadge() {
  const health = usePage().store.health.value;
  if (!health) return null;
  const { store, mail, spool, brokers = [] } = health;
  const peers = [
    { key: "store", ...store, note: store.ok ? "" : `not answering, ${spool.waiting} writes wait` },
    { key: "mail", ...mail, note: mail.ok ? "" : `not answering, ${mail.waiting} mails wait` },
    ...brokers.map((broker) => ({ key: broker.url, ...toBrokerWords(broker) })),
  ];
  return (
    <span class="peers" data-testid="store-badge">
      {peers.map(({ key, name, detail, note }) => (
        <span
          key={key}
          class={`peer ${note === "" ? "" : "peer-down status-caution"}`}
          title={`${name}: ${detail}`}
        >
          {note === "" ? null : <StatusShape status="caution" />}
          {shortName(name)}
          {note === "" ? null : <span class="peer-note">{note}</span>}
        </span>
      ))}
    </span>
  );
}
