import { isAtLeast, type Role } from "../../../protocol/access.ts";

/** Who may act on alarms, declare operations, and play a scenario: people are called for what it does. */
export const roleToAct = "operator" satisfies Role;

/** `null`: this role may act. Else why not, for the person who tried. */
export const decideAct = (role: Role): string | null =>
  isAtLeast(role, roleToAct)
    ? null
    : `As ${role} you may not act on alarms or declare operations: that takes the role ${roleToAct}.`;
