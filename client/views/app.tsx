import { usePage } from "../page.ts";
import {
  AlarmAnnouncer,
  ConfigurationBanner,
  DeadBanner,
  FloodBanner,
  OutdatedBanner,
} from "../parts/banners.tsx";
import { Header } from "../parts/header.tsx";
import { HornBanner } from "../parts/horn-control.tsx";
import { lazy } from "../parts/lazy.tsx";
import { isKiosk } from "../state/kiosk.ts";
import { toHash } from "../state/route.ts";
import { Login } from "./login.tsx";
import { Overview } from "./overview.tsx";

// The live view is what a person waits for; the others come when they are asked for.
const Alarm = lazy(async () => (await import("./alarm.tsx")).Alarm);
const Alarms = lazy(async () => (await import("./alarms.tsx")).Alarms);
const Incident = lazy(async () => (await import("./incident.tsx")).Incident);
const Mailbox = lazy(async () => (await import("./mailbox.tsx")).Mailbox);
const Replay = lazy(async () => (await import("./replay.tsx")).Replay);
const Kiosk = lazy(async () => (await import("./kiosk.tsx")).Kiosk);

function View() {
  if (isKiosk(location.search)) return <Kiosk />;
  const route = usePage().route.value;
  switch (route.kind) {
    case "overview":
      return <Overview selectedId={null} span={null} />;
    case "loop":
      return <Overview selectedId={route.loopId} span={route.span} />;
    case "replay":
      return <Replay key={toHash({ ...route, speed: null })} route={route} />;
    case "mailbox":
      return <Mailbox mailId={route.mailId} />;
    case "alarms":
      return <Alarms tab={route.tab} />;
    case "alarm":
      return <Alarm key={route.occurrenceId} id={route.occurrenceId} />;
    case "incident":
      return <Incident key={route.incidentId} id={route.incidentId} />;
  }
}

/** What is shown to who may look. */
function Inside() {
  const { store } = usePage();
  return (
    <>
      <FloodBanner />
      {store.ready.value ? <View /> : <p class="empty-line">Waiting for the server’s first word…</p>}
    </>
  );
}

/** The whole page. What lies below the banner is greyed while the server is not heard. */
export function App() {
  const { store } = usePage();
  const link = store.link.value;
  const dead = link.kind === "dead";
  return (
    <>
      <a class="skip" href="#main">
        Skip to the loops
      </a>
      <DeadBanner />
      <OutdatedBanner />
      <ConfigurationBanner />
      <HornBanner />
      {link.kind === "login" ? null : <AlarmAnnouncer />}
      <div class={`below ${dead ? "below-dead" : ""}`}>
        {isKiosk(location.search) ? null : <Header />}
        <main id="main" tabIndex={-1}>
          {link.kind === "login" ? <Login why={link.why} /> : <Inside />}
        </main>
      </div>
    </>
  );
}
