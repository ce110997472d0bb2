import type { Router } from "express";
import { type RouteRow, routeTable } from "./route-table.ts";

/** Routes and the address under which they stand. */
export interface Mount {
  /** Without a trailing slash; "" for the root. */
  readonly at: string;
  readonly router: Router;
}

/** A method and a path that are answered. */
export type FoundRoute = Pick<RouteRow, "path"> & { readonly method: string };

/** Every route of these routers, read from Express itself. Throws where a router hides another one. */
export function listRoutes(mounts: readonly Mount[]): readonly FoundRoute[] {
  return mounts.flatMap(({ at, router }) =>
    router.stack.flatMap(({ route, handle }) => {
      if (route === undefined) {
        if ("stack" in handle) throw new Error(`A router within the router at "${at}" cannot be listed.`);
        return [];
      }
      // Express takes a list of paths as well, and its types know only one.
      const paths: readonly string[] = [route.path].flat();
      const methods = new Set(route.stack.map((layer) => layer.method));
      return paths.flatMap((path) =>
        [...methods].map((method) => ({
          method,
          path: at === "" ? path : `${at}${path === "/" ? "" : path}`,
        })),
      );
    }),
  );
}

/** Throws when a route asks for nothing known, so that a forgotten row shows at the first start and not in an attack. */
export function checkRoutes(mounts: readonly Mount[]): void {
  const rows = new Set(routeTable.map(({ method, path }) => `${method} ${path}`));
  for (const { method, path } of listRoutes(mounts))
    if (!rows.has(`${method} ${path}`))
      throw new Error(`The route ${method.toUpperCase()} ${path} stands in no row of route-table.ts.`);
}
