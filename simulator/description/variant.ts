import { findPart, type Located } from "./located.ts";
import type { Review } from "./review.ts";
import * as shapes from "./story-shapes.ts";

/** A variant as people choose it. */
export interface VariantTitle {
  readonly id: string;
  readonly title: string;
}

/** Variants of the scenario file under review, in its order; of each only the keys and the title are checked here. */
export function readVariants(review: Review, file: Located): readonly VariantTitle[] {
  const part = findPart(file, ["variants"]);
  if (part === null) return [];
  if (part.kind !== "mapping") {
    review.complain(["variants"], "Variants are written as names, each with what it says anew.");
    return [];
  }
  return [...part.entries.keys()].flatMap((id) => {
    const path = ["variants", id];
    if (review.read(path, shapes.variantPart) === null) return [];
    const title = review.read([...path, "title"], shapes.title);
    return title === null ? [] : [{ id, title }];
  });
}

/** A story with one of its variants in force, or as written. */
export interface Told {
  readonly story: Located;
  /** What is laid over the plant, in this order. */
  readonly changes: readonly Located[];
}

/**
 * Each key of the variant stands in place of the story's; only `changes` are laid over the plant after the story's own.
 * A variant with another plant begins with that plant as its file says: the story's changes were for the first.
 */
export function tellVariant(file: Located, variant: Located | null): Told {
  const ofStory = findPart(file, ["changes"]);
  if (file.kind !== "mapping" || variant?.kind !== "mapping")
    return { story: file, changes: known([ofStory]) };
  const ofVariant = findPart(variant, ["changes"]);
  const hasOtherPlant = variant.entries.has("plant");
  return {
    story: { ...file, entries: new Map([...file.entries, ...variant.entries]) },
    changes: known(hasOtherPlant ? [ofVariant] : [ofStory, ofVariant]),
  };
}

const known = (parts: readonly (Located | null)[]): readonly Located[] =>
  parts.filter((part) => part !== null);
