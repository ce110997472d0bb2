import { type Role, roles } from "../../../protocol/access.ts";

/** What somebody may want to do here. */
export type Deed = "read" | "act" | "run scenarios" | "manage";

const leastRoleByDeed: Readonly<Record<Deed, Role>> = {
  read: "viewer",
  act: "operator",
  // A scenario plays a leak on a simulated loop, and people are called for it.
  "run scenarios": "operator",
  manage: "administrator",
};

const wordsByDeed: Readonly<Record<Deed, string>> = {
  read: "look at this",
  act: "act on alarms or declare operations",
  "run scenarios": "run scenarios",
  manage: "change who may do what",
};

/** `null`: this role may do it. Else why not, for the person who tried. */
export function decideDeed(role: Role, deed: Deed): string | null {
  const least = leastRoleByDeed[deed];
  if (roles.indexOf(role) >= roles.indexOf(least)) return null;
  return `As ${role} you may not ${wordsByDeed[deed]}: that takes the role ${least}.`;
}
