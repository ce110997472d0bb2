/** Reads `06:00` or `22:30` as minutes of the day, `24:00` as 1440; `null` when it is no time of day. */
export function parseTimeOfDay(text: string): number | null {
  const [, hour, minute] = /^([0-9]{1,2}):([0-9]{2})$/.exec(text.trim()) ?? [];
  const minutes = 60 * Number(hour) + Number(minute);
  return Number(minute) < 60 && minutes <= 24 * 60 ? minutes : null;
}

/** Minutes of the day as `06:00`; the end of a day is the beginning of the next. */
export function toTimeOfDay(minute: number): string {
  const inDay = minute % (24 * 60);
  return `${String(Math.floor(inDay / 60)).padStart(2, "0")}:${String(inDay % 60).padStart(2, "0")}`;
}
