/** Names shown in a sentence; a table may have hundreds of columns. */
const shownNames = 12;

/** Names as a list in a sentence, cut short where there are many. */
export const toNameList = (names: readonly string[]): string =>
  names.length > shownNames
    ? `${names.slice(0, shownNames).join(", ")} and ${names.length - shownNames} more`
    : names.join(", ");
