/** How notices get on, in one sentence for people. */
export function toOutboxText(standing: {
  readonly failed: number;
  readonly givenUp: number;
  readonly unsaved: number;
  readonly lastError: string | null;
}): string {
  const { failed, givenUp, unsaved, lastError } = standing;
  const parts = [
    ...(failed === 0
      ? []
      : [`${toNotices(failed)} not delivered yet, tried again: ${lastError ?? "no answer"}`]),
    ...(givenUp === 0 ? [] : [`${toNotices(givenUp)} given up in the last day`]),
    ...(unsaved === 0 ? [] : [`the state of ${toNotices(unsaved)} could not be recorded on disk`]),
  ];
  return parts.length === 0 ? "Every notice was taken." : `${parts.join("; ")}.`;
}

const toNotices = (n: number): string => (n === 1 ? "1 notice" : `${n} notices`);
