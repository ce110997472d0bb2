import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { HasherBusy, type PasswordHasher } from "../../app/access-ports.ts";
import { createTurns } from "./turns.ts";

/**
 * N = 2^17, r = 8, p = 1: OWASP's recommendation for scrypt. One hash takes 128 MB and about a third of a second; whoever
 * has stolen the file pays that for every guess.
 */
const today: Cost = { log2N: 17, r: 8, p: 1 };

/** What one hash costs; kept with it, so that it can be raised later. */
export interface Cost {
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

/** Hashes at once: together 256 MB, and half of the threads with which Node reads and writes files. */
const mostAtOnce = 2;
/** With `mostAtOnce` at a third of a second: the last one waits about three seconds. */
const mostWaiting = 16;
/** Places in the queue for those who were here before: strangers in any number do not keep them out. */
const keptForFirst = 8;

const [saltBytes, keyBytes] = [16, 32];

/** A file that somebody wrote must not make us take all memory. */
const mostLog2N = 20;

interface Kept extends Cost {
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** Keeps hashes as `$scrypt$ln=17,r=8,p=1$salt$key` (PHC string format, base64). */
export function createScryptHasher(cost: Cost = today): PasswordHasher {
  const turns = createTurns({ mostAtOnce, mostWaiting, keptForFirst, toRefusal: () => new HasherBusy() });
  // For names without an account: nobody's password, and the same work.
  const nobody: Kept = { ...cost, salt: randomBytes(saltBytes), key: randomBytes(keyBytes) };

  return {
    async hash(password) {
      const salt = randomBytes(saltBytes);
      const key = await turns.take(() => derive(password, { ...cost, salt }), true);
      return render({ ...cost, salt, key });
    },
    async verify(password, hash, first) {
      const kept = (hash === null ? null : parse(hash)) ?? nobody;
      const key = await turns.take(() => derive(password, kept), first);
      return timingSafeEqual(key, kept.key) && kept !== nobody;
    },
  };
}

function derive(password: string, { log2N, r, p, salt }: Omit<Kept, "key">): Promise<Buffer> {
  const N = 2 ** log2N;
  // As much as the algorithm itself needs, with a little room; Node refuses more than 32 MB without being asked.
  const options: ScryptOptions = { N, r, p, maxmem: 128 * N * r + 128 * r * p + 1_048_576 };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, keyBytes, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

const toText = (bytes: Buffer): string => bytes.toString("base64").replace(/={1,2}$/, "");

const render = ({ log2N, r, p, salt, key }: Kept): string =>
  `$scrypt$ln=${log2N},r=${r},p=${p}$${toText(salt)}$${toText(key)}`;

const pattern =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{16,})\$([A-Za-z0-9+/]{16,})$/;

/** `null`: it is not a hash of ours, and no password fits it. */
function parse(text: string): Kept | null {
  const [, ln, r, p, salt = "", key = ""] = pattern.exec(text) ?? [];
  const kept: Kept = {
    ...{ log2N: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64"),
    key: Buffer.from(key, "base64"),
  };
  const isSound =
    kept.log2N >= 1 && kept.log2N <= mostLog2N && kept.r >= 1 && kept.p >= 1 && kept.key.length === keyBytes;
  return isSound ? kept : null;
}
