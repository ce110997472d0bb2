import { type CoolantLaws, exponential, polynomial } from "./coolant-laws.ts";

/**
 * Liquid water at one atmosphere, fitted to CoolProp 8.0 (IAPWS-95) from 0 to 99 C. Largest deviation 0.002 %
 * (density), 0.04 % (modulus, heat capacity, vapour pressure, latent heat), 0.25 % (viscosity). Freezing is not
 * modelled.
 */
export const water: CoolantLaws = {
  name: "water",
  lowC: 0,
  highC: 99,
  vapourKgPerMol: 0.0180153,
  referencePa: 101_325,
  densityKgPerM3: polynomial(
    1,
    [999.855, 6.1514985e-2, -8.3287358e-3, 6.4586552e-5, -3.9862454e-7, 1.0919187e-9],
  ),
  bulkModulusPa: polynomial(1e6, [1965.6562, 14.690962, -0.22090586, 1.0397659e-3, -2.2597217e-6]),
  heatJPerKgK: polynomial(1, [4217.8344, -2.8359294, 7.0532529e-2, -7.1166054e-4, 2.892173e-6]),
  viscosityPaS: exponential(1e-3, [0.58076468, -3.395379e-2, 2.8614037e-4, -1.9267071e-6, 6.1504191e-9]),
  vapourPressurePa: exponential(1e3, [-0.49208707, 7.2594715e-2, -2.9375667e-4, 9.7954668e-7, -1.9042188e-9]),
  latentHeatJPerKg: polynomial(1, [2_500_316.2, -2302.6229, -1.2969548]),
};
