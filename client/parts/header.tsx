import { usePage } from "../page.ts";
import type { Link } from "../state/freshness.ts";
import { toHash } from "../state/route.ts";
import { keepThemeChoice } from "../state/settings.ts";
import { type Status, statusOfSeverity } from "../state/status.ts";
import { type ThemeChoice, themes } from "../state/theme.ts";
import { toDay, toTime } from "../state/words.ts";
import { toZoneWord } from "../state/zone.ts";
import { HornControl } from "./horn-control.tsx";
import { LatenessLine } from "./lateness.tsx";
import { PageTools } from "./page-tools.tsx";
import { PeersBadge } from "./peers-badge.tsx";
import { ProofBadge } from "./proof-badge.tsx";
import { type Segment, Segmented } from "./segmented.tsx";
import { StatusShape } from "./status-shape.tsx";
import { Who } from "./who.tsx";

const linkStatus: Readonly<Record<Link["kind"], { readonly status: Status; readonly word: string }>> = {
  connecting: { status: "standby", word: "Connecting" },
  live: { status: "normal", word: "Live" },
  login: { status: "off", word: "Not logged in" },
  dead: { status: "critical", word: "No connection" },
};

const choices: readonly Segment<ThemeChoice>[] = (["auto", ...themes] as const).map((choice) => ({
  value: choice,
  label: choice.charAt(0).toUpperCase() + choice.slice(1),
  testId: `theme-${choice}`,
}));

function ThemeSwitch() {
  const { themeChoice } = usePage();
  return (
    <Segmented
      legend="Theme"
      segments={choices}
      value={themeChoice.value}
      onChoose={(choice) => {
        themeChoice.value = choice;
        keepThemeChoice(choice);
      }}
    />
  );
}

function Navigation() {
  const { store, route } = usePage();
  const kind = route.value.kind;
  const counts = store.counts.value;
  const standing = counts.unacknowledged + counts.acknowledged + counts.returned;
  const unacknowledged = counts.unacknowledged + (counts.returnedUnacknowledged ?? 0);
  const mails = store.mails.value.length;
  const items = [
    {
      href: "#/",
      label: "Loops",
      current: kind === "overview" || kind === "loop" || kind === "replay",
      count: null,
      id: "overview",
    },
    {
      href: toHash({ kind: "alarms", tab: "standing" }),
      label: "Alarms",
      current: kind === "alarms" || kind === "alarm" || kind === "incident",
      count: standing,
      id: "alarms",
    },
    {
      href: toHash({ kind: "mailbox", mailId: null }),
      label: "Mailbox",
      current: kind === "mailbox",
      count: mails,
      id: "mailbox",
    },
  ];
  return (
    <nav aria-label="Views">
      {items.map((item) => (
        <a
          key={item.id}
          href={item.href}
          aria-current={item.current ? "page" : undefined}
          data-testid={`${item.id}-link`}
        >
          {item.id === "alarms" && counts.worst ? (
            <StatusShape status={statusOfSeverity[counts.worst]} />
          ) : null}
          {item.label}
          {item.count ? <span class="count num">{item.count}</span> : null}
          {item.id === "alarms" && unacknowledged > 0 ? (
            <span class="count count-calls num" data-testid="unacknowledged-count">
              {unacknowledged} <span class="count-word">not acknowledged</span>
            </span>
          ) : null}
        </a>
      ))}
    </nav>
  );
}

/** Name, views, connection, peers, clock and theme: what stays the same on every view. */
export function Header() {
  const { store } = usePage();
  const { status, word } = linkStatus[store.link.value.kind];
  const nowMs = store.serverNowMs.value;
  return (
    <header class="header">
      <h1>
        <a class="brand" href="#/">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 3a9 9 0 1 0 9 9" />
            <path d="M16.5 2.8v5.4h5.2" />
            <circle cx="12" cy="12" r="2.6" />
          </svg>
          Loopwatch
        </a>
      </h1>
      {store.link.value.kind === "login" ? null : <Navigation />}
      <span
        class={`connection status-word status-${status}`}
        data-testid="connection-state"
        data-link={store.link.value.kind}
      >
        <StatusShape status={status} />
        {word}
      </span>
      {store.link.value.kind === "login" ? null : (
        <span class="peers-line">
          <LatenessLine />
          <PeersBadge />
          <ProofBadge />
        </span>
      )}
      <time class="clock num" dateTime={new Date(nowMs).toISOString()}>
        <span class="clock-day">{toDay(nowMs)}</span> {toTime(nowMs)}{" "}
        <span class="unit">{toZoneWord(nowMs)}</span>
      </time>
      <Who />
      <HornControl />
      <PageTools />
      <ThemeSwitch />
    </header>
  );
}
