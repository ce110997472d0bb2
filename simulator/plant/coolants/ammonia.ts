import { type CoolantLaws, exponential, polynomial } from "./coolant-laws.ts";

/**
 * Liquid ammonia near 1.81 MPa, fitted to CoolProp 8.0 from its melting point to 60 C. Largest deviation 0.03 %
 * (density), 0.35 % (modulus), 0.1 % (heat capacity, viscosity, latent heat), 0.25 % (vapour pressure).
 */
export const ammonia: CoolantLaws = {
  name: "ammonia",
  lowC: -77,
  highC: 60,
  vapourKgPerMol: 0.0170305,
  referencePa: 1.81e6,
  densityKgPerM3: polynomial(1, [639.63039, -1.3570794, -2.630416e-3, -1.6899984e-5, -7.5211132e-8]),
  bulkModulusPa: polynomial(1e6, [914.54719, -12.16811, 3.6609282e-2, 3.4905304e-5]),
  heatJPerKgK: polynomial(1, [4599.8731, 5.2451752, 4.5713118e-2, 5.8700312e-4, 2.9167876e-6]),
  viscosityPaS: exponential(1e-3, [-1.7633038, -1.0831648e-2, 2.6677795e-5, -2.9510443e-7, 1.6827473e-9]),
  vapourPressurePa: exponential(1e3, [6.0614715, 3.7351409e-2, -1.5149126e-4, 6.9954051e-7, -3.1886578e-9]),
  latentHeatJPerKg: polynomial(1, [1_261_803.3, -3539.9986, -10.551712, -4.9687986e-2, -2.1120394e-4]),
};
