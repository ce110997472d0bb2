import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import express, { Router } from "express";
import { sendProblem } from "./answers.ts";

/** Vite names these files by their content, so a browser may keep them for good. */
const keptForMs = 365 * 24 * 3_600_000;

/** The live page from a folder of built files. `onVisitor` is called each time somebody opens it. */
export function createPageRoutes(clientDir: string | null, onVisitor: () => void): Router {
  const router = Router();
  const folder = clientDir === null ? null : resolve(clientDir);
  const index = folder === null ? null : join(folder, "index.html");
  router.get("/", (request, response) => {
    if (index === null || !existsSync(index)) {
      response.status(503).type("text").send("The page has not been built; npm run build does that.\n");
      return;
    }
    if (request.method === "GET") onVisitor();
    // The page names its files by content: it is the one file that must always be fresh.
    response.set("Cache-Control", "no-cache").sendFile(index);
  });
  return router;
}

/** The files of the page, which everybody may have: the view in which people log in is one of them. */
export function createFileRoutes(clientDir: string | null): Router {
  const router = Router();
  if (clientDir !== null) {
    const folder = resolve(clientDir);
    router.use(
      "/assets",
      express.static(join(folder, "assets"), { index: false, immutable: true, maxAge: keptForMs }),
    );
    router.use(express.static(folder, { index: false }));
  }
  return router;
}

/** What no route knows: a sentence as JSON for programs, as text for people. */
export function createNotFound(): Router {
  const router = Router();
  router.use("/api", (_request, response) =>
    sendProblem(response, "not found", "There is nothing at this address."),
  );
  router.use((_request, response) => {
    response.status(404).type("text").send("There is nothing at this address.\n");
  });
  return router;
}
