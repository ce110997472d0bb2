/** What the list says of a story. */
export interface ListedStory {
  readonly id: string;
  readonly title: string;
  readonly variants: readonly { readonly id: string; readonly title: string }[];
}

/** A line for each story with its title, and its variants indented below it. */
export function renderList(stories: readonly ListedStory[]): string {
  const ids = stories.flatMap(({ id, variants }) => [id, ...variants.map((variant) => `  ${variant.id}`)]);
  const width = Math.max(0, ...ids.map((id) => id.length)) + 2;
  return stories
    .flatMap(({ id, title, variants }) => [
      `${id.padEnd(width)}${title}\n`,
      ...variants.map((variant) => `${`  ${variant.id}`.padEnd(width)}${variant.title}\n`),
    ])
    .join("");
}

/** The same for programs. */
export const renderListJson = (stories: readonly ListedStory[]): string =>
  `${JSON.stringify(stories.map(({ id, title, variants }) => ({ id, title, variants })))}\n`;
