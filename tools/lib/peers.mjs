import { accessSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { inProject, say } from "./project.mjs";
import { run } from "./run.mjs";

/** Programs that some suites need: their names on the PATH, Debian's package, and where else to get them. */
const peers = [
  {
    name: "InfluxDB 1.x (influxd)",
    commands: ["influxd"],
    debianPackage: "influxdb",
    elsewhere: "influxd 1.8 from portal.influxdata.com/downloads, or `brew install influxdb@1`",
  },
  {
    name: "The influx command of InfluxDB 1.x",
    commands: ["influx"],
    debianPackage: "influxdb-client",
    elsewhere: "it comes with influxd 1.8",
  },
  {
    name: "curl",
    commands: ["curl"],
    debianPackage: "curl",
    elsewhere: "curl from curl.se, with its directory on the PATH",
  },
  {
    name: "Chromium",
    commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    debianPackage: "chromium",
    elsewhere: "Chromium or Google Chrome, with its directory on the PATH",
  },
  {
    name: "Mosquitto (an MQTT broker)",
    commands: ["mosquitto"],
    debianPackage: "mosquitto",
    elsewhere:
      "`brew install mosquitto`, or mosquitto 2 from mosquitto.org/download, with its directory on the PATH",
  },
  {
    name: "mosquitto_pub (an MQTT client)",
    commands: ["mosquitto_pub"],
    debianPackage: "mosquitto-clients",
    elsewhere: "it comes with Mosquitto 2",
  },
  {
    name: "OpenSSL (makes the certificates of a test)",
    commands: ["openssl"],
    debianPackage: "openssl",
    elsewhere: "the package openssl of your system",
  },
];

/** Where daemons are installed that are not on everybody's PATH. */
const daemonDirs = ["/usr/sbin", "/usr/local/sbin"];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there or not ours to run: the same to someone who looks for a program.
    return false;
  }
}

/** True when one of the commands is on the PATH, or where daemons are. */
const isFound = (peer) =>
  peer.commands.some((command) =>
    [...(process.env["PATH"] ?? "").split(delimiter), ...daemonDirs].some(
      (dir) => dir !== "" && isExecutable(join(dir, command)),
    ),
  );

/** Debian starts a package's service on installation unless this file forbids it; we need the program only. */
const servicePolicy = "/usr/sbin/policy-rc.d";

async function installFromDebian(packages) {
  const log = inProject("node_modules", ".cache", "loopwatch", "apt.log");
  mkdirSync(join(log, ".."), { recursive: true });
  say(`installing ${packages.join(", ")} from Debian, for the tests that need them …`);
  const forbidsServices = !existsSync(servicePolicy);
  if (forbidsServices) writeFileSync(servicePolicy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const update = await run(["apt-get", "update"], { quiet: true, env });
    const install = await run(["apt-get", "install", "-y", "--no-install-recommends", ...packages], {
      quiet: true,
      env,
    });
    writeFileSync(log, update.output + install.output);
    if (install.code !== 0) say(`that did not work; apt-get says why in ${log}.`);
  } finally {
    if (forbidsServices) rmSync(servicePolicy, { force: true });
  }
}

const mayInstall = () =>
  existsSync("/etc/debian_version") && process.getuid?.() === 0 && isExecutable("/usr/bin/apt-get");

/**
 * Brings the programs that some suites need. Where it may not (no Debian, no root rights), or where the
 * installation fails, it says what to install; the suites then leave themselves out by name.
 */
export async function ensurePeers() {
  const missing = peers.filter((peer) => !isFound(peer));
  if (missing.length > 0 && mayInstall()) await installFromDebian(missing.map((peer) => peer.debianPackage));
  for (const peer of missing.filter((each) => !isFound(each))) {
    say(
      `${peer.name} is not installed, so the suites that need it are left out. Install Debian's package ${peer.debianPackage}, or ${peer.elsewhere}.`,
    );
  }
}
