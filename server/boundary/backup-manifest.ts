import { z } from "zod";

/** One file of a backup. `schema`: the version of its tables. */
const fileShape = z.object({
  name: z.enum(["state.sqlite", "telemetry.sqlite"]),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  schema: z.number().int().nonnegative(),
});

const manifestShape = z.object({
  /** Version of Loopwatch that made it. */
  loopwatch: z.string(),
  takenAt: z.iso.datetime(),
  files: z.array(fileShape).min(1),
});

/** What stands in a backup's `manifest.json`, which is written last: a backup without it is not whole. */
export type BackupManifest = Readonly<z.infer<typeof manifestShape>>;

/** Files that a backup may hold. */
export type BackupName = BackupManifest["files"][number]["name"];

/** `null`: this is no manifest. */
export function parseManifest(text: string): BackupManifest | null {
  try {
    const parsed = manifestShape.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // No JSON at all.
    return null;
  }
}
