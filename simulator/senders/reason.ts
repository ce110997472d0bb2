/** What went wrong, in words. `fetch` hides the reason of a failed connection in the cause, Node's own errors at times in a list. */
export function toReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.message === "") return toReason(error.errors[0]);
  if (error.message === "fetch failed" && error.cause instanceof Error) return toReason(error.cause);
  return error.message === "" && "code" in error ? String(error.code) : error.message;
}
