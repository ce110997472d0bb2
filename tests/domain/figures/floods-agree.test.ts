import { expect, test } from "vitest";
import { days, hours, minutes, seconds } from "../../../protocol/time.ts";
import { adaAlone, createRig, limit, noonMs, type Rig } from "../notice/calls/call-rig.ts";
import { computeFigures } from "./compute-figures.ts";

const keys = Array.from({ length: 12 }, (_, n) => limit("low", `loop-${n}`));

/** Alarms that open while they are shelved; half of them are acknowledged there, and call again there. */
function openOnShelves(rig: Rig): void {
  for (const key of keys) {
    rig.happens(key, { kind: "shelved", by: "Ada", forMs: hours(1) });
    rig.happens(key, { kind: "opened", severity: "caution" });
  }
  for (const key of keys.slice(6)) {
    rig.happens(key, { kind: "acknowledged", by: "Ada" });
    rig.happens(key, { kind: "called again" });
  }
}

test.each<{ readonly name: string; readonly floods: number; readonly happens: (rig: Rig) => void }>([
  {
    name: "eleven cautions are one",
    floods: 1,
    happens: (rig) => {
      for (const key of keys.slice(1)) rig.happens(key, { kind: "opened", severity: "caution" });
    },
  },
  {
    name: "twelve advisories are none",
    floods: 0,
    happens: (rig) => {
      for (const key of keys) rig.happens(key, { kind: "opened", severity: "advisory" });
    },
  },
  {
    name: "eleven of which the last comes ten minutes after the first are none",
    floods: 0,
    happens: (rig) => {
      for (const key of keys.slice(1)) {
        rig.happens(key, { kind: "opened", severity: "caution" });
        rig.after(minutes(1));
      }
    },
  },
  { name: "what opens on shelves is none", floods: 0, happens: openOnShelves },
  {
    name: "what stands when its shelf ends is one",
    floods: 1,
    happens: (rig) => {
      openOnShelves(rig);
      rig.after(hours(1), minutes(1));
      for (const key of keys) rig.happens(key, { kind: "shelf ended" });
    },
  },
  {
    name: "acknowledgements that run out together are one",
    floods: 1,
    happens: (rig) => {
      for (const key of keys) {
        rig.happens(key, { kind: "opened", severity: "caution" });
        rig.happens(key, { kind: "acknowledged", by: "Ada" });
        rig.after(minutes(5));
      }
      expect(rig.letters.some(({ form }) => form === "flood")).toBe(false);
      rig.after(hours(8), minutes(1));
      for (const key of keys) {
        rig.happens(key, { kind: "called again" });
        rig.after(seconds(1));
      }
    },
  },
])("the figures know the floods that people are told of: $name", ({ floods, happens }) => {
  const rig = createRig(adaAlone());
  happens(rig);
  rig.after(seconds(31));
  expect(computeFigures(rig.happened, noonMs, noonMs + days(1)).floods.count).toBe(floods);
  expect(rig.letters.some(({ form }) => form === "flood") ? 1 : 0).toBe(floods);
});
