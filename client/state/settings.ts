import { pressureUnits, temperatureUnits, type UnitChoice, usualUnits } from "./measures.ts";
import { parseThemeChoice, type ThemeChoice } from "./theme.ts";
import { isZone } from "./zone.ts";

const themeKey = "loopwatch.theme";
const nameKey = "loopwatch.operator";
const soundKey = "loopwatch.sound";
const pressureKey = "loopwatch.pressure";
const temperatureKey = "loopwatch.temperature";
const zoneKey = "loopwatch.zone";

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage is forbidden in this browser: the page works without, it only forgets.
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch (error) {
    console.warn("This browser keeps no settings for this page.", error);
  }
}

/** The palette chosen in this browser; follows the system when none was. */
export const loadThemeChoice = (): ThemeChoice => parseThemeChoice(read(themeKey));

/** Keeps the palette, where the browser allows it. */
export const keepThemeChoice = (choice: ThemeChoice): void => keep(themeKey, choice);

/** The name last used to acknowledge, or an empty text. */
export const loadOperatorName = (): string => read(nameKey) ?? "";

/** Keeps the name for the next acknowledgement, where the browser allows it. */
export const keepOperatorName = (name: string): void => keep(nameKey, name);

/** Whether somebody wants to hear alarms in this browser; off until a person says so. */
export const loadSoundChoice = (): boolean => read(soundKey) === "on";

/** Keeps whether alarms are heard, where the browser allows it. */
export const keepSoundChoice = (isOn: boolean): void => keep(soundKey, isOn ? "on" : "off");

const readChoice = <T extends string>(key: string, choices: readonly T[], usual: T): T =>
  choices.find((choice) => choice === read(key)) ?? usual;

/** The units chosen in this browser. */
export const loadUnits = (): UnitChoice => ({
  pressure: readChoice(pressureKey, pressureUnits, usualUnits.pressure),
  temperature: readChoice(temperatureKey, temperatureUnits, usualUnits.temperature),
});

/** Keeps the units, where the browser allows it. */
export function keepUnits({ pressure, temperature }: UnitChoice): void {
  keep(pressureKey, pressure);
  keep(temperatureKey, temperature);
}

/** The zone of times chosen in this browser; UTC when none was, or one that it no longer knows. */
export function loadZone(): string {
  const zone = read(zoneKey);
  return zone !== null && isZone(zone) ? zone : "UTC";
}

/** Keeps the zone, where the browser allows it. */
export const keepZone = (zone: string): void => keep(zoneKey, zone);
