/** A command cannot go on; the message is a sentence for the person who typed it. Exit code 1. */
export class CommandError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "CommandError";
  }
}
