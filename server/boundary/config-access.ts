import { z } from "zod";
import { text } from "./config-fields.ts";
import { isNetwork } from "./peer.ts";

/** How visitors reach us, beside the address: encrypted by ourselves, or through a proxy. */
export interface AccessSettings {
  /** PEM files; `null`: plain HTTP, or a proxy before us encrypts. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  readonly proxy: {
    /** Addresses or networks of proxies whose `X-Forwarded-…` headers are believed. */
    readonly trusted: readonly string[];
  };
}

/** The sections `tls` and `proxy` of the file. */
export const accessSections = {
  tls: z
    .strictObject({
      certFile: text(1000).describe("File with the certificate and its chain (PEM)."),
      keyFile: text(1000).describe("File with the private key (PEM)."),
    })
    .nullable()
    .default(null)
    .describe("Encrypts by ourselves. null: plain HTTP, or a proxy before us encrypts."),
  proxy: z
    .strictObject({
      trusted: z
        .array(
          z.string().refine(isNetwork, "This is not an address like 192.0.2.7 or a network like 10.0.0.0/8."),
        )
        .default([])
        .meta({
          description: "Addresses or networks of proxies whose X-Forwarded headers are believed.",
          examples: [["127.0.0.1"]],
        }),
    })
    .prefault({})
    .describe("What stands between us and our visitors."),
};

/** Keys that may stand in each of these sections. */
export const keysByAccessPart: readonly (readonly [string, readonly string[]])[] = [
  ["tls", ["certFile", "keyFile"]],
  ["proxy", ["trusted"]],
];
