/** Units at the end of a channel's name, as the plant files write them. */
const unitEnding = /_(?:kpa|c|lpm|kg_per_h|kgph|kgh|pct|percent|l|rpm|w|deg|mm)$/;

/** A channel's name for people, without its unit: `pump_out_pressure_kpa` is "pump out pressure". */
export const toChannelWords = (channel: string): string =>
  channel.replace(unitEnding, "").replaceAll(/[_.-]+/g, " ");

/** The same beside a panel's title, which already says what is measured: "pump out". */
export function toChannelWordsWithin(channel: string, title: string): string {
  const own = new Set(title.toLowerCase().split(" "));
  const words = toChannelWords(channel).split(" ");
  const rest = words.filter((word) => !own.has(word.toLowerCase()));
  return (rest.length === 0 ? words : rest).join(" ");
}
