import type { LetterReason } from "../../../server/domain/notice/letter.ts";
import type { Report } from "../../support/killed-alarms-report.ts";
import type { Script } from "../../support/killed-alarms-script.ts";
import type { Life } from "./world.ts";

/** What a house told, and what arrived of it. */
export interface Outcome {
  readonly report: Report;
  readonly lives: readonly Life[];
}

/** Reasons for which an occurrence calls a person once and never again. */
const onlyOnce: ReadonlySet<LetterReason["kind"]> = new Set(["first", "worse", "grew", "back", "joined"]);

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Alarms have no order among them, and those that are normal need not be kept. */
const toComparable = ({ alarms, ...rest }: Report["alarms"]): unknown => ({
  ...rest,
  alarms: [...alarms].sort((a, b) => JSON.stringify(a.key).localeCompare(JSON.stringify(b.key))),
});

/** Ids that are made of moments, and spans since then, taken out: for scripts in which a restart moves them. */
const withoutTimes = (text: string): string =>
  text.replaceAll(/\.\d{10}\b/g, ".T").replaceAll(/\bfor \d+ min\b/g, "for a while");

const toLetterLine = ({ letter: { id, personId, form, items }, subject }: Report["letters"][number]) =>
  `${id} to ${personId} (${form}, "${subject}"): ${items.map(({ occurrenceId, reason }) => `${occurrenceId} ${reason.kind}`).join(", ")}`;

/** Letters as lines, in order; without times as the set that they are. */
const toLetters = ({ letters }: Report, timesMayDiffer: boolean): readonly string[] => {
  const lines = letters.map(toLetterLine);
  return timesMayDiffer ? lines.map(withoutTimes).sort() : lines;
};

/** How the alarms ended, for scripts in which times may differ. */
const toEnds = ({ occurrences }: Report): readonly string[] =>
  occurrences
    .map(({ id, state, severity, calls }) => withoutTimes(`${id} ${state} ${severity} ${calls}`))
    .sort();

const toTaken = (lives: readonly Life[]): ReadonlySet<string> => new Set(lives.flatMap(({ taken }) => taken));

/** What is wrong with any run, killed or not: each a sentence. */
export function findFaults({ report, lives }: Outcome): readonly string[] {
  const { alarms, replayed, restarted, notices, letters } = report;
  const faults = [
    ...report.errors.map((message) => `logged an error: ${message}`),
    ...report.doneTwice.map((act) => `was done twice: ${act}`),
    ...(report.hasGap ? ["the journal has a gap"] : []),
    ...(report.audit.ok ? [] : [`the audit is broken: ${report.audit.reason}`]),
    ...(report.acts.inJournal === report.acts.inAudit
      ? []
      : [`${report.acts.inJournal} acts are in the journal and ${report.acts.inAudit} in the audit`]),
    ...(isEqual(toComparable(replayed), toComparable(alarms))
      ? []
      : ["the journal replays to something else"]),
    ...(isEqual(toComparable(restarted), toComparable(alarms)) ? [] : ["the snapshot says something else"]),
  ];
  const taken = toTaken(lives);
  for (const { id, state, channel } of notices) {
    const arrived = taken.has(id);
    const replacement = notices.find(({ insteadOf }) => insteadOf === id);
    if (state.kind === "accepted" && !arrived) faults.push(`${id} counts as taken and never arrived`);
    if (state.kind === "given up" && replacement === undefined) faults.push(`${id} went no other way`);
    if (state.kind !== "accepted" && state.kind !== "given up")
      faults.push(`${channel} ${id} is ${state.kind}`);
  }
  const known = new Set(notices.map(({ id }) => id));
  for (const id of taken) if (!known.has(id)) faults.push(`${id} arrived and is in no outbox`);
  const seen = new Set<string>();
  for (const { letter } of letters)
    for (const { occurrenceId, reason } of letter.items) {
      if (!onlyOnce.has(reason.kind)) continue;
      const call = `${letter.personId} hears "${reason.kind}" of ${occurrenceId}`;
      if (seen.has(call)) faults.push(`${call} again, by ${letter.id}`);
      seen.add(call);
    }
  return faults;
}

/** What arrived more often than crashes between sending and recording explain. */
function findDuplicates({ report, lives }: Outcome): readonly string[] {
  const toById = new Map(report.notices.map(({ id, to, channel }) => [id, `${channel} ${to}`]));
  const faults: string[] = [];
  lives.forEach(({ taken, settledAtStart }, i) => {
    if (new Set(taken).size < taken.length) faults.push(`life ${i + 1} sent something twice by itself`);
    for (const id of taken)
      if (settledAtStart.includes(id)) faults.push(`${id} came again, although it was recorded`);
    const next = lives[i + 1];
    if (next === undefined) return;
    // One notice at a time is on its way to each: no kill can catch more between sending and recording.
    const caught = taken.filter((id) => !next.settledAtStart.includes(id)).map((id) => toById.get(id));
    if (new Set(caught).size < caught.length)
      faults.push(`kill ${i + 1} caught two notices to ${caught.join(", ")}`);
  });
  return faults;
}

/** What a run that was killed and went on has otherwise than the one that was not: each a sentence. */
export function findDifferences(script: Script, whole: Outcome, killed: Outcome): readonly string[] {
  const timesMayDiffer = script.timesMayDiffer === true;
  const differences = [...findFaults(killed), ...findDuplicates(killed)];
  const [expected, got] = [toLetters(whole.report, timesMayDiffer), toLetters(killed.report, timesMayDiffer)];
  if (!isEqual(expected, got)) {
    const lost = expected.filter((line) => !got.includes(line));
    const more = got.filter((line) => !expected.includes(line));
    differences.push(`letters differ: lost ${JSON.stringify(lost)}, more ${JSON.stringify(more)}`);
  }
  if (timesMayDiffer) {
    if (!isEqual(toEnds(whole.report), toEnds(killed.report))) differences.push("alarms ended otherwise");
    return differences;
  }
  const [a, b] = [toComparable(whole.report.alarms), toComparable(killed.report.alarms)] as Record<
    string,
    unknown
  >[];
  for (const part of Object.keys(a!))
    if (!isEqual(a![part], b![part])) differences.push(`${part} ended otherwise`);
  if (!isEqual(whole.report.occurrences, killed.report.occurrences))
    differences.push("the list of occurrences is another one");
  if (!isEqual([...toTaken(whole.lives)].sort(), [...toTaken(killed.lives)].sort()))
    differences.push("other notices arrived");
  return differences;
}
