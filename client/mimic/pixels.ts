/** Where an element stands in a picture: lengths that are left out are its own. */
export const toPixels = (at: {
  readonly left?: number;
  readonly top?: number;
  readonly width?: number;
  readonly height?: number;
}): Record<string, string> => Object.fromEntries(Object.entries(at).map(([name, px]) => [name, `${px}px`]));
