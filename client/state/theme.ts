/** Palettes: day, dusk, and one of dim reds that leaves eyes used to the dark. */
export const themes = ["light", "dark", "night"] as const;
export type Theme = (typeof themes)[number];

/** What a person chose; `auto` follows the system. */
export type ThemeChoice = Theme | "auto";

/** The palette for a choice. */
export const toTheme = (choice: ThemeChoice, systemIsDark: boolean): Theme =>
  choice === "auto" ? (systemIsDark ? "dark" : "light") : choice;

/** Reads a stored choice; anything unknown is `auto`. */
export const parseThemeChoice = (stored: string | null): ThemeChoice =>
  themes.find((theme) => theme === stored) ?? "auto";
