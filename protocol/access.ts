/** What a person may do here, least first: each may do what those before may. */
export const roles = ["viewer", "operator", "administrator"] as const;
export type Role = (typeof roles)[number];

/** Who looks at a page. */
export interface Visitor {
  /** Name of the account; of the local operator, the one that the page says with each act. */
  readonly name: string;
  readonly role: Role;
  /** `local`: nobody logs in, because only this machine is served. */
  readonly via: "local" | "session" | "token";
}
