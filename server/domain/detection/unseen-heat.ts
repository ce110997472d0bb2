import { expansionPerK } from "../loop/coolants.ts";
import type { Loop } from "../loop/loop.ts";
import { seesCoolant } from "./temperatures.ts";

/** A heat load that is switched changes the coolant's temperature within about one turn of the loop, seconds. */
const turnS = 300;

/** What coolant is warmed by on its way round, K: usually three to ten. */
const warmedK = 4;

/**
 * Where thermometers are in the coolant, half of it is on its way from one to the next, and they see what a load does to it
 * only when it comes by; loads are seldom switched by more than this share at once.
 */
const betweenShare = 0.5;
const switchedShare = 0.3;

/** Where blocks are longer than such a change takes, seconds, it falls into one of them, and one never decides. */
const restS = 600;
const restShare = 0.45;

/** What a load that is switched moves in coolant that no thermometer will ever see, litres; 0 where there is one. */
export const neverSeenL = (loop: Loop): number => (seesCoolant(loop) ? 0 : warmedL(loop));

/** What it moves before any thermometer sees it, litres. */
export const notYetSeenL = (loop: Loop): number =>
  seesCoolant(loop) ? betweenShare * switchedShare * warmedL(loop) : warmedL(loop);

const warmedL = ({ coolant, referenceTempC, chargeL }: Loop): number =>
  warmedK * expansionPerK(coolant, referenceTempC) * chargeL;

/** Which part of a turn a span is: so much of a change is there by then. */
export const turnShare = (spanS: number): number => Math.min(1, spanS / turnS);

/** The same of the difference of two blocks of such a length. */
export const blockTurnShare = (blockS: number): number =>
  turnShare(blockS) * (blockS > restS ? restShare : 1);
