/** What a person may do here, least first: each may do what those before may. */
export const roles = ["viewer", "operator", "administrator"] as const;
export type Role = (typeof roles)[number];

/** True where somebody of this role may do what `needed` may. */
export const isAtLeast = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);

/** Who looks at a page. */
export interface Visitor {
  /** Name of the account; of the local operator, the one that the page says with each act. */
  readonly name: string;
  readonly role: Role;
  /** `local`: nobody logs in, because only this machine is served. */
  readonly via: "local" | "session" | "token";
}
