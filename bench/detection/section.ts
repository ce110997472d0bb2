import type { ResultStore } from "./result-store.ts";

/** What a part of the page is asked to do. A folder is `null` when nobody said where its data are. */
export interface BenchOptions {
  /** Recording of the station's loops, one file an id; of SKAB, the folder of its groups. Neither is in the repository. */
  readonly issFolder: string | null;
  readonly skabFolder: string | null;
  /** Telemetry of simulated stories kept from an earlier run, so that the plant need not run again. */
  readonly cacheFolder: string | null;
  /** A few minutes in place of hours: guards against regressions, and claims nothing. */
  readonly isShort: boolean;
  /** Each story is told this often, with seeds 1, 2, ... */
  readonly seeds: number;
  /** Simulated loop-years without a leak. */
  readonly years: number;
  readonly workers: number;
  /** Results of jobs that an earlier run did already. */
  readonly results: ResultStore;
  /** Says how far it is; one line, without its end. */
  readonly onProgress: (line: string) => void;
}

/** A picture of the page: `name` is its file's name without ending or folder, `alt` stands in its place. */
export interface SectionPicture {
  readonly name: string;
  readonly alt: string;
  readonly svg: string;
}

/** A measured part of the page. */
export interface Section {
  /** A letter, the page's order. */
  readonly id: string;
  readonly title: string;
  /**
   * Without the heading; below it "###" may be used. A picture is shown where `![alt](img/detection/NAME.svg)` stands; one
   * that is not named there is put at the end.
   */
  readonly markdown: string;
  /** Plain JSON: every figure of the markdown, and what it was made from. Floors name figures by their path in here. */
  readonly data: unknown;
  readonly pictures: readonly SectionPicture[];
}

/** A part that could not be measured, with a sentence that says why. */
export interface LeftOut {
  readonly leftOut: string;
}

/** Measures a part of the page. Rejects only when the bench itself is broken. */
export type MeasureSection = (options: BenchOptions) => Section | LeftOut | Promise<Section | LeftOut>;
