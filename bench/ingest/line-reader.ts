import { createInterface, type Interface } from "node:readline";

/** Lines that another process prints, one after the other. */
export class Lines {
  readonly #lines: AsyncIterator<string>;
  constructor(stream: NodeJS.ReadableStream) {
    const reader: Interface = createInterface({ input: stream });
    this.#lines = reader[Symbol.asyncIterator]();
  }

  /** Rejects when the process ends before it printed another line. */
  async next(): Promise<string> {
    const { done, value } = await this.#lines.next();
    if (done === true) throw new Error("The process ended before it said what was expected.");
    return value;
  }
}
