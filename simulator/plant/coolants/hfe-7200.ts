import { zeroCelsiusK } from "../../zero-celsius.ts";
import { type CoolantLaws, constant, polynomial } from "./coolant-laws.ts";

/** Clausius-Clapeyron through 16 kPa at 25 C and one atmosphere at 76 C; with 119 kJ/kg it says the same molar mass. */
const boilingK = 349.15;
const clausiusK = Math.log(101.325 / 16) / (1 / 298.15 - 1 / boilingK);

/** Temperature of Andrade's viscosity law, K: Eyring's third of the energy of vaporisation, over the gas constant. */
const andradeK = 1155;

/**
 * HFE-7200 (ethoxy-nonafluorobutane). Density 1420 kg/m3 and its expansion 1.6e-3/K, viscosity 0.58 mPa s, heat
 * capacity 1220 J/kgK, vapour pressure 16 kPa at 25 C, boiling at 76 C and latent heat 119 kJ/kg: 3M's guide. Its modulus
 * is not published; 0.8 GPa is the middle of what such liquids have.
 */
export const hfe7200: CoolantLaws = {
  name: "hfe-7200",
  lowC: -100,
  highC: 100,
  vapourKgPerMol: 0.26407,
  referencePa: 101_325,
  densityKgPerM3: polynomial(1, [1420 * 1.04, -1420 * 1.6e-3]),
  bulkModulusPa: constant(0.8e9),
  heatJPerKgK: constant(1220),
  viscosityPaS: (tempC) => 0.58e-3 * Math.exp(andradeK * (1 / (tempC + zeroCelsiusK) - 1 / 298.15)),
  vapourPressurePa: (tempC) => 101_325 * Math.exp(clausiusK * (1 / boilingK - 1 / (tempC + zeroCelsiusK))),
  latentHeatJPerKg: constant(119e3),
};
