const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes as base64, RFC 4648 section 4. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(i, i + 3);
    const group = (first << 16) | (second << 8) | third;
    const present = Math.min(3, bytes.length - i);
    for (let k = 0; k < 4; k++) text += k <= present ? signs[(group >> (18 - 6 * k)) & 63] : "=";
  }
  return text;
}
