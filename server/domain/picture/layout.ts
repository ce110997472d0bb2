/**
 * Measures of a picture in half pixels of its natural size: whole numbers then place a line to half a pixel, and
 * path data stays short.
 */
export const layout = {
  width: 1280,
  /** Room for five characters of a value label at the size of text on a phone. */
  left: 128,
  right: 1252,
  /** Left edge and first baseline of the title. */
  titleLeft: 24,
  titleTop: 38,
  /** From the last baseline of the title to the marks' labels or the first panel. */
  underTitle: 14,
  /** Height of a row of text. */
  row: 46,
  panel: 172,
  betweenPanels: 20,
  /** From the last panel to the baseline of the time labels, and from those to the row below. */
  underPanels: 40,
  bottom: 20,
} as const;

/** A line is drawn with two points in each column of three pixels: its lowest and its highest. */
export const columnWidth = 6;

export const columnCount = Math.floor((layout.right - layout.left) / columnWidth);

/** Sizes of text in half pixels. A phone shows the picture at about half its natural width. */
export const textSize = 26;
export const phoneTextSize = 38;
/** Of a picture in a mail, whose font is wider: no text is wider than the room that it was given. */
export const mailTextSize = 34;

/** Mean width of a character as a share of the size of its text, of the usual sans-serif fonts, with some to spare. */
const characterWidth = 0.56;

/** Room that a text takes on a phone, where it is largest. */
export const toTextWidth = (text: string): number => text.length * characterWidth * phoneTextSize;

/** A text in as many rows as it needs within `room`, broken between words; a word longer than a row stands alone. */
export function toTextRows(text: string, room: number): readonly string[] {
  const rows: string[] = [];
  for (const word of text.split(" ")) {
    const longer = rows.length === 0 ? word : `${rows.at(-1)} ${word}`;
    if (rows.length > 0 && toTextWidth(longer) <= room) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows;
}
