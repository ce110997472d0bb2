import { idPattern } from "../../protocol/ids.ts";
import type { Person, PersonId, QuietTime, WebhookId, Weekday } from "../domain/notice/policy.ts";
import { dayNames, type GroupShape, type PersonShape, type QuietShape } from "./config-notice-shape.ts";
import { type Complain, type FilePath, findNearest } from "./config-problem.ts";

/** Everybody who can be told. */
export interface Roster {
  readonly people: readonly Person[];
  /** Those of `mail.to`, in its order. */
  readonly mailed: readonly PersonId[];
  /** People by the names of people and groups, each once; names that nobody has are complained about. */
  resolve(names: readonly string[], at: FilePath): readonly PersonId[];
}

/** What the file says of people. */
export interface PeopleParts {
  readonly people: readonly PersonShape[];
  readonly groups: readonly GroupShape[];
  /** Addresses of `mail.to`. */
  readonly mailTo: readonly string[];
  readonly zone: string;
  readonly webhookIds: readonly WebhookId[];
}

/** The people of the file and those of `mail.to`. An address that somebody has already is that person's. */
export function toRoster(parts: PeopleParts, complain: Complain): Roster {
  const people = parts.people.map((shape, i) => toPerson(shape, ["people", i], parts, complain));
  const groupById = new Map<string, readonly PersonId[]>();
  const taken = new Set<string>();
  parts.people.forEach(({ id }, i) => {
    if (taken.has(id)) complain(["people", i, "id"], `There is another person called ${id}.`);
    taken.add(id);
  });
  parts.groups.forEach(({ id, people: members }, i) => {
    if (taken.has(id)) complain(["groups", i, "id"], `There is another person or group called ${id}.`);
    taken.add(id);
    const known = members.filter((member, k) => {
      if (parts.people.some((person) => person.id === member)) return true;
      complain(
        ["groups", i, "people", k],
        toUnknownName(member, [...parts.people.map((person) => person.id)]),
      );
      return false;
    });
    groupById.set(id, [...new Set(known)]);
  });
  const named = people.map(({ id }) => id);
  const mailed = parts.mailTo.map((address) => {
    const owner = people.find(({ mail }) => mail?.toLowerCase() === address.toLowerCase());
    if (owner !== undefined) return owner.id;
    const id = toFreeId(address, taken);
    people.push({ id, name: address, mail: address, webhook: null, fallback: null, quiet: [] });
    return id;
  });
  return {
    people,
    mailed: [...new Set(mailed)],
    resolve(names, at) {
      const found = names.flatMap((name, i) => {
        const members = named.includes(name) ? [name] : groupById.get(name);
        if (members === undefined) complain([...at, i], toUnknownName(name, [...named, ...groupById.keys()]));
        return members ?? [];
      });
      return [...new Set(found)];
    },
  };
}

function toUnknownName(name: string, known: readonly string[]): string {
  const nearest = findNearest(name, known);
  if (nearest !== null) return `There is nobody called ${name}; did you mean ${nearest}?`;
  return name.includes("@")
    ? `Give ${name} a name under people, and name it here.`
    : `There is nobody called ${name}; people and groups of this file may be named.`;
}

/** An id made of an address, so that it is the same at each start. */
function toFreeId(address: string, taken: Set<string>): PersonId {
  const plain = address.replace(/[^A-Za-z0-9._-]/g, "-").slice(0, 60);
  const wanted = idPattern.test(plain) ? plain : `p${plain}`;
  let id = wanted;
  for (let n = 2; taken.has(id); n++) id = `${wanted}-${n}`;
  taken.add(id);
  return id;
}

function toPerson(shape: PersonShape, at: FilePath, parts: PeopleParts, complain: Complain): Person {
  const { id, name, mail, webhook, fallback, quiet } = shape;
  for (const [key, hook] of Object.entries({ webhook, fallback })) {
    if (hook === undefined || parts.webhookIds.includes(hook)) continue;
    const nearest = findNearest(hook, parts.webhookIds);
    const hint = nearest === null ? "" : `; did you mean ${nearest}?`;
    complain([...at, key], `There is no webhook called ${hook}${hint === "" ? "." : hint}`);
  }
  if (mail === undefined && webhook === undefined)
    complain(at, `Nothing reaches ${id}: give a mail or a webhook.`);
  if (fallback !== undefined && fallback === webhook)
    complain(
      [...at, "fallback"],
      "This is the usual way already; a fallback is for when the usual way fails.",
    );
  return {
    id,
    name: name ?? id,
    mail: mail ?? null,
    webhook: webhook ?? null,
    fallback: fallback ?? null,
    quiet: quiet.map((time) => toQuietTime(time, parts.zone)),
  };
}

const workdays: readonly Weekday[] = [1, 2, 3, 4, 5];
const weekend: readonly Weekday[] = [6, 7];

function toDays(days: QuietShape["days"]): readonly Weekday[] {
  if (days === "weekdays") return workdays;
  if (days === "weekend") return weekend;
  const all = [...workdays, ...weekend];
  return days === "daily" ? all : all.filter((day) => days.includes(dayNames[day - 1]!));
}

const minutesADay = 24 * 60;

/** Midnight at the end is that of the next day's beginning. */
const toQuietTime = ({ days, from, to, zone }: QuietShape, usualZone: string): QuietTime => ({
  days: toDays(days),
  fromMin: from % minutesADay,
  toMin: to % minutesADay,
  zone: zone ?? usualZone,
});
