import type { AlarmView, Severity } from "../../../protocol/alarm.ts";
import type { FloodView, IncidentView } from "../../../protocol/incident.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Letter, LetterItem } from "./letter.ts";
import type { MailAttachment } from "./notice.ts";

/** What `toLetterData` writes into `loopwatch.json`: a letter for programs, alarms most urgent first. */
export interface LetterData {
  readonly version: 1;
  readonly letterId: string;
  readonly form: Letter["form"];
  readonly severity: Severity;
  readonly atMs: EpochMs;
  readonly reasons: readonly Pick<LetterItem, "occurrenceId" | "reason">[];
  readonly alarms: readonly AlarmView[];
  readonly incident: IncidentView | null;
  readonly flood: FloodView | null;
}

/** `null`: there is no such file, or it is of another version. We wrote it, so its version vouches for its shape. */
export function readLetterData(attachments: readonly MailAttachment[]): LetterData | null {
  const file = attachments.find(({ name }) => name === "loopwatch.json");
  if (file === undefined) return null;
  const data = JSON.parse(file.text) as LetterData | { readonly version: unknown };
  return data.version === 1 ? (data as LetterData) : null;
}
