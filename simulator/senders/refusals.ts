/** After so many different refusals the next ones are only counted: a screen full of them hides the first. */
const mostSaid = 10;

/** Tells people about refusals without repeating itself. */
export interface Refusals {
  add(sentence: string): void;
}

/** `say` hears each sentence once, at most ten of them. */
export function createRefusals(say: (sentence: string) => void): Refusals {
  const told = new Set<string>();
  return {
    add(sentence) {
      if (told.size > mostSaid || told.has(sentence)) return;
      told.add(sentence);
      say(told.size > mostSaid ? "More refusals follow; they are only counted." : sentence);
    },
  };
}
