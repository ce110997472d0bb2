import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { io, type Socket } from "socket.io-client";
import type { PageToServer, ServerToPage } from "../protocol/wire.ts";
import "@fontsource/b612/latin-400.css";
import "@fontsource/b612/latin-700.css";
import "@fontsource/b612-mono/latin-400.css";
import "./styles/page.css";
import { type Page, PageContext } from "./page.ts";
import { afterPaint } from "./state/after-paint.ts";
import { browserPace } from "./state/browser-pace.ts";
import { browserClock } from "./state/clock.ts";
import { createConnection } from "./state/connection.ts";
import { fetchEstimates, fetchHistory } from "./state/history.ts";
import { createHorn } from "./state/horn.ts";
import { shownUnits } from "./state/measures.ts";
import { parseRoute, type Route } from "./state/route.ts";
import { createSession } from "./state/session.ts";
import { loadOperatorName, loadSoundChoice, loadThemeChoice, loadUnits, loadZone } from "./state/settings.ts";
import { shapeOf } from "./state/shapes.ts";
import { createBrowserSound } from "./state/sound.ts";
import { createStore } from "./state/store.ts";
import { renderIcon, toTab } from "./state/tab.ts";
import { toTheme } from "./state/theme.ts";
import { createTrends } from "./state/trends.ts";
import { shownZone } from "./state/zone.ts";
import { App } from "./views/app.tsx";

const target = document.getElementById("page");
if (!target) throw new Error("The document has no element for the page.");

// A short pause between tries: the reader waits for the banner to go away.
const socket: Socket<ServerToPage, PageToServer> = io({
  autoConnect: false,
  reconnectionDelay: 400,
  reconnectionDelayMax: 2000,
});
const store = createStore(browserClock.nowMs(), browserPace);
const trends = createTrends({ clock: browserClock, fetchHistory });
const { acts, comeIn, leave } = createConnection({
  ...{ socket, store, trends, clock: browserClock, afterPaint },
});
const session = createSession({ comeIn, leave });

const horn = createHorn({
  standing: store.alarms.standing,
  link: store.link,
  sound: createBrowserSound(),
  isOn: loadSoundChoice(),
});

const route = signal<Route>(parseRoute(location.hash));
addEventListener("hashchange", () => {
  if (location.hash !== "#main") route.value = parseRoute(location.hash);
});

const systemDark = matchMedia("(prefers-color-scheme: dark)");
const systemIsDark = signal(systemDark.matches);
systemDark.addEventListener("change", (event) => {
  systemIsDark.value = event.matches;
});
const themeChoice = signal(loadThemeChoice());
const theme = signal(toTheme(themeChoice.value, systemIsDark.value));
effect(() => {
  const next = toTheme(themeChoice.value, systemIsDark.value);
  // The attribute first: charts read their colours when the signal tells them.
  document.documentElement.dataset["theme"] = next;
  theme.value = next;
});

effect(() => {
  const tab = toTab(store.link.value, store.alarms.standing.value);
  document.title = tab.title;
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (icon) icon.href = renderIcon(tab.status, shapeOf(tab.status));
});

shownUnits.value = loadUnits();
shownZone.value = loadZone();
const operator = signal(loadOperatorName());
const page: Page = {
  store,
  trends,
  fetchEstimates,
  acts,
  session,
  horn,
  operator,
  route,
  themeChoice,
  theme,
};
// Charts measure text on their canvas, which does not wait for fonts by itself.
await Promise.allSettled([document.fonts.load('11px "B612"'), document.fonts.load('11px "B612 Mono"')]);
render(
  <PageContext.Provider value={page}>
    <App />
  </PageContext.Provider>,
  target,
);
socket.connect();
