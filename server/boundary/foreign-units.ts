import { units } from "../../protocol/units.ts";

const absolute = "Pressures are absolute: a gauge shows 101.3 kPa less.";

/** Units that people have and we do not keep, with what to write instead. Values are taken as they come, never converted. */
const sentenceByUnit: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bar: `Write kPa, and send 100 times the bar. ${absolute}`,
    barg: "Write kPa, and send 100 times the bar plus 101.3: pressures are absolute.",
    bara: "Write kPa, and send 100 times the bar.",
    mbar: `Write kPa, and send a tenth of the millibar. ${absolute}`,
    pa: `Write kPa, and send a thousandth of the pascal. ${absolute}`,
    mpa: `Write kPa, and send 1000 times the megapascal. ${absolute}`,
    psi: `Write kPa, and send 6.895 times the psi. ${absolute}`,
    psia: "Write kPa, and send 6.895 times the psi.",
    psig: "Write kPa, and send 6.895 times the psi plus 101.3: pressures are absolute.",
    degf: "Write degC, and send the degrees Fahrenheit minus 32, divided by 1.8.",
    "°f": "Write degC, and send the degrees Fahrenheit minus 32, divided by 1.8.",
    f: "Write degC, and send the degrees Fahrenheit minus 32, divided by 1.8.",
    k: "Write degC, and send the kelvin minus 273.15.",
    c: "Write degC.",
    "°c": "Write degC.",
    celsius: "Write degC.",
    lpm: "Write L/min.",
    "l/s": "Write L/min, and send 60 times the litres a second.",
    "m3/h": "Write L/min, and send 16.67 times the cubic metres an hour.",
    "m³/h": "Write L/min, and send 16.67 times the cubic metres an hour.",
    gpm: "Write L/min, and send 3.785 times the gallons a minute (US).",
    "kg/s": "Write kg/h, and send 3600 times the kilograms a second.",
    percent: 'Write "%".',
    kw: "Write W, and send 1000 times the kilowatt.",
    hz: "Write rpm, and send 60 times the turns a second.",
    "mm/s": 'Write "1", with the role other: a velocity of vibration has no unit here.',
    "m/s2": "Write g, and send the metres a second squared divided by 9.807.",
  }),
);

/** Case matters to us, not to people: kpa is kPa. */
const ownByLowerCase: ReadonlyMap<string, string> = new Map(units.map((unit) => [unit.toLowerCase(), unit]));

/** What to write instead of a unit that we do not keep; `undefined` when nobody can tell what was meant. */
export function toUnitSentence(written: unknown): string | undefined {
  if (typeof written !== "string") return undefined;
  const word = written.trim().toLowerCase();
  const own = ownByLowerCase.get(word);
  return own === undefined ? sentenceByUnit.get(word) : `Write ${own}.`;
}
