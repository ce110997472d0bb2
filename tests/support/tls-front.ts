import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createServer } from "node:tls";
import { onTestFinished } from "vitest";

/** Certificates for 127.0.0.1, signed by an authority that no system trusts. */
export interface TestCertificates {
  /** The authority's certificate, a file. */
  readonly caFile: string;
  readonly key: Buffer;
  readonly cert: Buffer;
}

const program = "openssl";

function openssl(dir: string, ...args: readonly string[]): void {
  const made = spawnSync(program, args, { cwd: dir });
  if (made.status !== 0) throw new Error(`openssl failed: ${made.error ?? made.stderr}`);
}

/** True when certificates can be made on this machine. */
export const hasOpenssl: boolean = spawnSync(program, ["version"]).status === 0;

/** Makes an authority and a certificate under `dir`; `name` is the address that the certificate is for. */
export function createTestCertificates(dir: string, name = "IP:127.0.0.1"): TestCertificates {
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const ca = ["-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=Test authority"];
  openssl(dir, "req", "-x509", ...newKey, ...ca);
  openssl(dir, "req", ...newKey, "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=Test broker");
  writeFileSync(join(dir, "names"), `subjectAltName=${name}\n`);
  const signing = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names"];
  openssl(dir, "x509", "-req", "-in", "request.pem", "-out", "cert.pem", "-days", "30", ...signing);
  return {
    caFile: join(dir, "ca.pem"),
    key: readFileSync(join(dir, "key.pem")),
    cert: readFileSync(join(dir, "cert.pem")),
  };
}

/** Speaks TLS in front of a plain server on this machine; ends with the test. Gives its port. */
export async function startTlsFront(
  port: number,
  { key, cert }: Pick<TestCertificates, "key" | "cert">,
): Promise<number> {
  const front = createServer({ key, cert }, (outside) => {
    const inside = connect(port, "127.0.0.1");
    inside.on("error", () => outside.destroy());
    outside.on("error", () => inside.destroy());
    outside.on("close", () => inside.destroy());
    outside.pipe(inside).pipe(outside);
  });
  // Who does not trust us hangs up in the middle of the greeting.
  front.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void front.close());
  const address = front.address();
  if (typeof address !== "object" || address === null) throw new Error("The front has no port.");
  return address.port;
}
