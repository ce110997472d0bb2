import { SqliteError, type SqliteValue } from "./sqlite-driver.ts";

/** Reads back what was written as JSON; the schema's version vouches for the shape, so it is not checked again. */
export function fromJson<T>(path: string, text: SqliteValue | undefined): T {
  try {
    return JSON.parse(String(text)) as T;
  } catch (error) {
    throw new SqliteError(`SQLite file ${path}: a row is damaged; restore the file from a backup.`, 0, error);
  }
}
