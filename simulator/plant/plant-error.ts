/** The plant left what its equations can follow; the message is a sentence with its name and the time. */
export class PlantError extends Error {
  override readonly name = "PlantError";

  /** `atS`: epoch seconds of the step that went wrong. */
  constructor(plant: string, atS: number) {
    const at = new Date(atS * 1000).toISOString();
    super(
      `The plant "${plant}" cannot be computed beyond ${at}: its state is no longer a number. Change what is extreme in its description or story.`,
    );
  }
}
