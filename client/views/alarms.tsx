import { useEffect, useRef } from "preact/hooks";
import { usePage } from "../page.ts";
import { Figures } from "../parts/figures.tsx";
import { HeldAlarms } from "../parts/held-alarms.tsx";
import { Ledger } from "../parts/ledger.tsx";
import { PastAlarms } from "../parts/past-alarms.tsx";
import { StandingAlarms } from "../parts/standing-alarms.tsx";
import { type AlarmTab, alarmTabs, toHash } from "../state/route.ts";

const titles: Readonly<Record<AlarmTab, string>> = {
  standing: "Standing",
  held: "Held back",
  history: "History",
  figures: "Figures",
  ledger: "Leak ledger",
};

function Tab(props: { readonly tab: AlarmTab }) {
  switch (props.tab) {
    case "standing":
      return <StandingAlarms />;
    case "held":
      return <HeldAlarms />;
    case "history":
      return <PastAlarms />;
    case "figures":
      return <Figures />;
    case "ledger":
      return <Ledger />;
  }
}

/** Everything about alarms: what stands, what is held back, what was, and how well the alarm system works. */
export function Alarms(props: { readonly tab: AlarmTab }) {
  const { store } = usePage();
  const counts = store.counts.value;
  const tabs = useRef<HTMLElement>(null);
  const { tab: shown } = props;
  useEffect(() => {
    // On a phone the tabs are wider than the screen: the one that is shown must be in sight.
    const row = tabs.current;
    const current = row?.querySelector<HTMLElement>(`[data-testid="tab-${shown}"]`);
    if (row && current) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }, [shown]);
  const numbers: Partial<Record<AlarmTab, number>> = {
    standing: counts.unacknowledged + counts.acknowledged + counts.returned,
    held: store.held.value.length,
  };
  return (
    <>
      <h2 class="unseen">Alarms: {titles[props.tab]}</h2>
      <nav class="tabs" ref={tabs} aria-label="About alarms">
        {alarmTabs.map((tab) => (
          <a
            key={tab}
            href={toHash({ kind: "alarms", tab })}
            aria-current={tab === props.tab ? "page" : undefined}
            data-testid={`tab-${tab}`}
          >
            {titles[tab]}
            {numbers[tab] ? <span class="count num">{numbers[tab]}</span> : null}
          </a>
        ))}
      </nav>
      <Tab key={props.tab} tab={props.tab} />
    </>
  );
}
