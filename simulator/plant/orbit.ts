/** A circular orbit as far as a radiator notices it. */
export interface Orbit {
  readonly altitudeKm: number;
  /** Angle between the Sun and the plane of the orbit. Above about 70 degrees there is no eclipse. */
  readonly betaDeg: number;
}

/** Earth's equatorial radius (km) and gravity parameter (km3/s2), WGS 84. */
const earthRadiusKm = 6378.137;
const earthGravityKm3PerS2 = 398_600.4418;

/** Solar constant at 1 au, W/m2 (ASTM E490: 1366; total irradiance since 2008: 1361). */
const solarWPerM2 = 1361;
/** Earth's mean infrared emission, W/m2 (CERES). */
const earthInfraredWPerM2 = 239;
/** Earth's mean Bond albedo (CERES). */
const earthAlbedo = 0.3;

/** What a radiator's surface does with light: shares taken up of sunlight, and given off (and taken up) as warmth. */
export interface RadiatorSurface {
  readonly absorptance: number;
  readonly emissivity: number;
}

/** Share of the radiator's surface that faces the Sun, averaged round the body it is wrapped on (a cylinder: 1/pi). */
const sunViewShare = 1 / Math.PI;
/** View from a body-wrapped radiator to the Earth at 410 km, averaged round the body. */
const earthView = 0.35;

/** Time of one revolution, seconds: Kepler's third law. 410 km gives 92.8 minutes. */
export const orbitPeriodS = (orbit: Orbit): number =>
  2 * Math.PI * Math.sqrt((earthRadiusKm + orbit.altitudeKm) ** 3 / earthGravityKm3PerS2);

/** Half the angle of the orbit that lies in the Earth's shadow (a cylinder), radians; 0 without eclipse. */
export function eclipseHalfAngle(orbit: Orbit): number {
  const cosBeta = Math.cos((orbit.betaDeg * Math.PI) / 180);
  const radiusRatio = earthRadiusKm / (earthRadiusKm + orbit.altitudeKm);
  const cosine = Math.sqrt(1 - radiusRatio ** 2) / cosBeta;
  return cosine >= 1 ? 0 : Math.acos(cosine);
}

/**
 * Heat that a square metre of radiator takes up from Sun, sunlit Earth and warm Earth, W/m2. `atS` is epoch time in
 * seconds; noon of the orbit is where it is a multiple of the period.
 */
export function absorbedFlux(orbit: Orbit, surface: RadiatorSurface, atS: number): number {
  const periodS = orbitPeriodS(orbit);
  const angle = ((atS % periodS) / periodS) * 2 * Math.PI;
  const fromMidnight = Math.abs(angle - Math.PI);
  const lit = fromMidnight > eclipseHalfAngle(orbit) ? 1 : 0;
  const dayside = Math.max(0, Math.cos(angle) * Math.cos((orbit.betaDeg * Math.PI) / 180));
  const sun = lit * surface.absorptance * sunViewShare * solarWPerM2;
  const albedo = surface.absorptance * earthView * earthAlbedo * solarWPerM2 * dayside;
  const infrared = surface.emissivity * earthView * earthInfraredWPerM2;
  return sun + albedo + infrared;
}
