import { expect, test } from "vitest";
import { createThermalSwing, newSwingState } from "../../../server/domain/detection/thermal-swing.ts";

/** A tenth of a litre for each kelvin that went another way than what was learnt. */
const compensation = { doubtL2: (change: Float64Array) => (0.1 * change[0]!) ** 2 };

function createRig() {
  const swing = createThermalSwing(compensation, newSwingState(1));
  return {
    swing,
    run(grains: number, tempC: number, errorL = 0, strangeL = 0) {
      for (let n = 0; n < grains; n++) swing.step({ features: Float64Array.of(tempC), errorL, strangeL });
      return swing.litres;
    },
  };
}

test("is nothing while the temperatures rest", () => {
  expect(createRig().run(1000, 20)).toBe(0);
});

test("is what a step of the temperature may be compensated wrongly by, and fades in hours", () => {
  const rig = createRig();
  rig.run(360, 20);
  expect(rig.run(1, 25)).toBeGreaterThan(0.45);
  expect(rig.run(360, 25)).toBeGreaterThan(0.1);
  expect(rig.run(3600, 25)).toBeLessThan(0.01);
});

test("holds what the compensation says against itself", () => {
  expect(createRig().run(1, 20, 0.3, 0.4)).toBeCloseTo(0.5, 9);
});
