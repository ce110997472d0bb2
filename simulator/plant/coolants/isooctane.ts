import { zeroCelsiusK } from "../../zero-celsius.ts";
import { type CoolantLaws, constant } from "./coolant-laws.ts";

const antoinePa = (tempC: number): number => 1e5 * 10 ** (3.94736 - 1282.332 / (tempC + 224.706));

/** 308 kJ/kg at 20 C follows from the vapour-pressure curve (Clausius-Clapeyron, vapour as a perfect gas). */
const latentAt20C = 308e3;
/** Critical temperature (REFPROP), and Watson's exponent for how latent heat falls towards it. */
const criticalC = 270.85;
const watsonExponent = 0.38;

/** Temperature of Andrade's viscosity law, K: that of n-octane between -50 and 110 C (CoolProp 8.0). */
const andradeK = 1110;

/**
 * Isooctane (2,2,4-trimethylpentane), a stand-in for the coolant of Russian spacecraft. Density 687.70 kg/m3 and
 * viscosity 0.501 mPa s at 25 C (Luning Prak 2014), expansion 1.2e-3/K; isothermal modulus 640 MPa from its sound
 * speed; heat capacity 2.09 kJ/kgK; vapour pressure by Antoine, which meets the boiling point within 5 %.
 */
export const isooctane: CoolantLaws = {
  name: "isooctane",
  lowC: -100,
  highC: 100,
  vapourKgPerMol: 0.11423,
  referencePa: 101_325,
  densityKgPerM3: (tempC) => 687.7 * Math.exp(-1.2e-3 * (tempC - 25)),
  bulkModulusPa: constant(640e6),
  heatJPerKgK: constant(2090),
  viscosityPaS: (tempC) => 0.501e-3 * Math.exp(andradeK * (1 / (tempC + zeroCelsiusK) - 1 / 298.15)),
  vapourPressurePa: antoinePa,
  latentHeatJPerKg: (tempC) => latentAt20C * ((criticalC - tempC) / (criticalC - 20)) ** watsonExponent,
};
