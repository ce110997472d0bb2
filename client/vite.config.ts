import { defineConfig } from "vite";

// In development the page comes from Vite and everything else from a server started beside it.
const server = `http://127.0.0.1:${process.env["LOOPWATCH_PORT"] ?? 8420}`;

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: "../dist/client",
    emptyOutDir: true,
    target: "es2022",
    // The content security policy lets scripts and styles come from this origin only.
    modulePreload: { polyfill: false },
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": server,
      "/socket.io": { target: server, ws: true },
    },
  },
});
