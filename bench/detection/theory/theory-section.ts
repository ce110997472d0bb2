/** A picture beside the text. */
export interface SectionPicture {
  /** File name, without folder. */
  readonly name: string;
  readonly svg: string;
}

/** A part of the detection bench: what was measured, as text for people and as data for machines. */
export interface TheorySection {
  readonly id: string;
  readonly title: string;
  readonly markdown: string;
  readonly data: unknown;
  readonly pictures: readonly SectionPicture[];
}
