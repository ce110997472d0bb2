/** Words in the name of a platform package, and what they mean to npm. */
const osWords = {
  aix: "aix",
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  netbsd: "netbsd",
  openbsd: "openbsd",
  openharmony: "openharmony",
  sunos: "sunos",
  win32: "win32",
};
const cpuWords = {
  arm: "arm",
  arm64: "arm64",
  ia32: "ia32",
  loong64: "loong64",
  mips64el: "mips64el",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  wasm32: "wasm32",
  x64: "x64",
};

/**
 * For which platform a binary package is, read from its name (`@x/cli-linux-arm64-musl`), in the
 * fields of npm's lock file. `siblings` are the names its parent lists beside it: a plain Linux binary
 * is for glibc where there is another for musl. `null` when the name says no platform. Tests hold it
 * against the entries that npm wrote itself.
 */
export function platformFromName(name, siblings) {
  const words = name.split(/[/-]/);
  const os = words.map((word) => osWords[word]).find((word) => word !== undefined);
  const cpu = words.map((word) => cpuWords[word]).find((word) => word !== undefined);
  if (os === undefined && cpu !== "wasm32") return null;
  let libc;
  if (words.includes("musl")) libc = "musl";
  else if (words.includes("gnu")) libc = "glibc";
  else if (os === "linux" && siblings.includes(`${name}-musl`)) libc = "glibc";
  return {
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(libc === undefined ? {} : { libc: [libc] }),
    ...(os === undefined ? {} : { os: [os] }),
  };
}

/** True when Node, looking from the package at `path` outward, would find `name` in the lock. */
function isResolved(packages, path, name) {
  const inside = path === "" ? "" : `${path}/`;
  if (packages[`${inside}node_modules/${name}`] !== undefined) return true;
  if (path === "") return false;
  return isResolved(packages, path.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, ""), name);
}

/**
 * Optional dependencies that a package of the lock names and the lock does not hold, as the entries
 * that would complete it, by path; `unknown` are those that cannot be completed from what is there.
 * A registry that does not serve a platform's binary makes npm leave it out, and `npm ci` then refuses
 * the lock. Without `integrity` and `resolved` npm asks its own registry when it installs one.
 */
export function missingEntries(lock) {
  const entries = {};
  const unknown = [];
  for (const [path, parent] of Object.entries(lock.packages)) {
    const optional = parent.optionalDependencies ?? {};
    for (const [name, version] of Object.entries(optional)) {
      if (isResolved(lock.packages, path, name)) continue;
      const platform = platformFromName(name, Object.keys(optional));
      if (platform === null || !/^\d+\.\d+\.\d+[\w.+-]*$/.test(version)) {
        unknown.push(`${name}@${version} (wanted by ${path})`);
        continue;
      }
      const { cpu, ...rest } = platform;
      entries[`node_modules/${name}`] = {
        version,
        ...(cpu === undefined ? {} : { cpu }),
        ...(parent.dev === true ? { dev: true } : {}),
        ...(parent.devOptional === true ? { devOptional: true } : {}),
        optional: true,
        ...rest,
      };
    }
  }
  return { entries, unknown };
}

/** Paths of packages for which the lock names the registry that happened to serve them. */
export const pathsWithRegistry = (lock) =>
  Object.keys(lock.packages).filter((path) => {
    const { resolved, integrity } = lock.packages[path];
    return resolved !== undefined && integrity !== undefined;
  });

/** The lock with the entries added, in npm's own order of paths, and without the names of registries. */
export function completedLock(lock, entries) {
  const packages = Object.entries({ ...lock.packages, ...entries }).sort(([a], [b]) =>
    a.localeCompare(b, "en"),
  );
  const bound = new Set(pathsWithRegistry(lock));
  for (const [path, entry] of packages) if (bound.has(path)) delete entry.resolved;
  return { ...lock, packages: Object.fromEntries(packages) };
}
