/** Follows a loss that has been found: what is left and how fast it goes. */
export interface LeakRate {
  /** Predicts over `dtS` seconds and takes a measured inventory with its variance; `null`: nothing measured. */
  step(dtS: number, measuredL: number | null, varianceL2: number): void;
  readonly inventoryL: number;
  readonly inventorySdL: number;
  readonly lossLPerS: number;
  /** From the scatter of the data alone; the model's own doubt is added by the reader. */
  readonly lossSdLPerS: number;
}

/** How much a leak may change by itself, as a share of its rate and per square root of second (pressure falls, holes grow). */
const rateWanderPerRootS = 0.006;

/** The first rate comes from two block means; its standard deviation is taken as this share of it. */
const firstRateDoubt = 0.5;

/**
 * Kalman filter of [inventory, loss rate]: dI = -q dt + wander, dq = random walk in proportion to q.
 * `wanderL2PerS`: random walk of a healthy inventory, learnt. Starts from the loss found by the bank.
 */
export function createLeakRate(start: {
  readonly inventoryL: number;
  readonly varianceL2: number;
  readonly lossLPerS: number;
  readonly wanderL2PerS: number;
}): LeakRate {
  let inventoryL = start.inventoryL;
  let lossLPerS = Math.max(0, start.lossLPerS);
  let pII = start.varianceL2;
  let pIq = 0;
  let pqq = (firstRateDoubt * lossLPerS) ** 2;

  return {
    step(dtS, measuredL, varianceL2) {
      inventoryL -= lossLPerS * dtS;
      pII += -2 * dtS * pIq + dtS * dtS * pqq + start.wanderL2PerS * dtS;
      pIq -= dtS * pqq;
      pqq += (rateWanderPerRootS * lossLPerS) ** 2 * dtS;
      if (measuredL === null) return;
      const total = pII + varianceL2;
      const innovation = measuredL - inventoryL;
      const gainI = pII / total;
      const gainQ = pIq / total;
      inventoryL += gainI * innovation;
      lossLPerS = Math.max(0, lossLPerS + gainQ * innovation);
      pqq -= gainQ * pIq;
      pIq -= gainI * pIq;
      pII -= gainI * pII;
    },
    get inventoryL() {
      return inventoryL;
    },
    get inventorySdL() {
      return Math.sqrt(pII);
    },
    get lossLPerS() {
      return lossLPerS;
    },
    get lossSdLPerS() {
      return Math.sqrt(Math.max(0, pqq));
    },
  };
}
