import { spawn } from "node:child_process";
import { nodeTool, rootDir, say } from "./project.mjs";

/** Where Vite serves the page from source; it hands calls and sockets on to the server. */
const pageAddress = { host: "127.0.0.1", port: 5173 };

function start([command, ...args]) {
  const child = spawn(command, args, {
    cwd: rootDir,
    stdio: ["ignore", "inherit", "inherit"],
    // Outside the terminal's process group: tsx takes a second signal for impatience and kills the server.
    detached: process.platform !== "win32",
  });
  const ended = new Promise((settle) => {
    child.on("error", () => settle(1));
    child.on("close", (code) => settle(code ?? 0));
  });
  return { child, ended };
}

/**
 * `npm run dev`: server and page from source, both anew after each edit, until Ctrl-C or until one of
 * them ends. Returns the exit code.
 */
export async function runDevelopment(serveArgs) {
  const server = start(
    nodeTool(
      "tsx/dist/cli.mjs",
      "watch",
      "--clear-screen=false",
      "tools/serve-from-source.mjs",
      ...serveArgs,
    ),
  );
  const page = start(
    nodeTool(
      "vite/bin/vite.js",
      "client",
      ...["--host", pageAddress.host, "--port", String(pageAddress.port), "--strictPort"],
      ...["--logLevel", "warn"],
    ),
  );
  say(`the page from source is at http://${pageAddress.host}:${pageAddress.port}/ (Ctrl-C ends everything).`);

  let asked = false;
  let stopping = false;
  const stopBoth = () => {
    if (stopping) return;
    stopping = true;
    for (const { child } of [server, page]) child.kill("SIGTERM");
  };
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      asked = true;
      stopBoth();
    });
  }
  const first = await Promise.race([server.ended, page.ended]);
  // One without the other is of no use, and its error has just been printed.
  stopBoth();
  await Promise.all([server.ended, page.ended]);
  return asked ? 0 : first || 1;
}
