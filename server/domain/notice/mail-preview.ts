import { toBase64 } from "./base64.ts";
import type { Mail } from "./notice.ts";
import { placePicture } from "./place-picture.ts";

/** The mail as its reader would get it, in one piece: the picture is a data URL. */
export function toMailPreview(
  mail: Mail,
  picture: { readonly png: Uint8Array; readonly alt: string } | null,
): { readonly subject: string; readonly text: string; readonly html: string } {
  const shown =
    picture === null ? null : { src: `data:image/png;base64,${toBase64(picture.png)}`, alt: picture.alt };
  return { subject: mail.subject, text: mail.text, html: placePicture(mail.html, shown) };
}
