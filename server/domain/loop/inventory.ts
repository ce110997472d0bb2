import { densityKgPerM3 } from "./coolants.ts";
import type { Loop } from "./loop.ts";

const kelvin = (tempC: number): number => tempC + 273.15;

/**
 * Gas volume of the accumulator, litres, from its absolute pressure: the gas charge is closed, so
 * p V / T stays what it was at the reference state (ideal gas; isothermal with its own temperature `gasC`).
 */
export function gasVolumeL(loop: Loop, pressureKpa: number, gasC: number): number {
  const { gasL } = loop.accumulator;
  return ((gasL * loop.referencePressureKpa) / pressureKpa) * (kelvin(gasC) / kelvin(loop.referenceTempC));
}

/** Gas volume, litres, from a quantity sensor that shows the coolant in the accumulator in percent of its volume. */
export function gasVolumeFromQuantityL(loop: Loop, quantityPercent: number): number {
  return loop.accumulator.volumeL * (1 - quantityPercent / 100);
}

/**
 * Coolant in the loop, litres referred to the reference temperature. The vessel is rigid: coolant fills what the gas
 * leaves, V = charge + gas(reference) - gas(now), and its mass V ρ(T) is told as the volume it would have at reference.
 * `liquidC` is the mean temperature of the coolant.
 */
export function inventoryL(loop: Loop, gasL: number, liquidC: number): number {
  const filledL = loop.chargeL + loop.accumulator.gasL - gasL;
  return (
    (filledL * densityKgPerM3(loop.coolant, liquidC)) / densityKgPerM3(loop.coolant, loop.referenceTempC)
  );
}

/** Gas volume, litres, that leaves room for this inventory at this coolant temperature: the inverse of `inventoryL`. */
export function gasVolumeAtInventoryL(loop: Loop, inventory: number, liquidC: number): number {
  const filledL =
    (inventory * densityKgPerM3(loop.coolant, loop.referenceTempC)) / densityKgPerM3(loop.coolant, liquidC);
  return loop.chargeL + loop.accumulator.gasL - filledL;
}

/** Absolute pressure of the gas charge in this volume, kPa: the inverse of `gasVolumeL`. */
export function gasPressureKpa(loop: Loop, gasL: number, gasC: number): number {
  return (
    ((loop.accumulator.gasL * loop.referencePressureKpa) / gasL) *
    (kelvin(gasC) / kelvin(loop.referenceTempC))
  );
}

/** What a quantity sensor shows, percent: the inverse of `gasVolumeFromQuantityL`. */
export function quantityPercent(loop: Loop, gasL: number): number {
  return 100 * (1 - gasL / loop.accumulator.volumeL);
}

/** Share of the accumulator that the gas may fill before we say that no coolant is left in it. */
const bottomShare = 0.97;

/** True when the gas fills the accumulator: from here on pressure no longer tells the inventory. */
export function hasBottomedOut(loop: Loop, gasL: number): boolean {
  return gasL >= loop.accumulator.volumeL * bottomShare;
}

/** What is left, litres at reference temperature, at the moment the accumulator runs empty. */
export function bottomInventoryL(loop: Loop): number {
  return loop.chargeL + loop.accumulator.gasL - loop.accumulator.volumeL;
}
