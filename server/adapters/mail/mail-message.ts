import type { MailPicture } from "../../app/ports.ts";
import type { Mail } from "../../domain/notice/notice.ts";
import { placePicture } from "../../domain/notice/place-picture.ts";

/** A mail heavier than this goes without its picture: the text alone must be enough, and some gateways cut or refuse. */
const heaviestBytes = 150_000;

/** Four characters for three bytes, and a line break for each 76 of them. */
const base64Growth = (4 / 3) * (78 / 76);

/** Headers and boundaries of a mail with all its parts. */
const frameBytes = 4_000;

const pictureName = "plot.png";

/** Weight on the wire: what is not ASCII travels as three characters a byte (quoted-printable). */
function toWireBytes(text: string): number {
  const bytes = Buffer.byteLength(text);
  const encoded = bytes - (text.match(/[\x20-\x7e\n]/g)?.length ?? 0);
  return bytes + 2 * encoded + bytes / 36;
}

function toWeight({ text, html, attachments }: Mail, picture: MailPicture): number {
  const files = attachments.reduce((sum, file) => sum + Buffer.byteLength(file.text), picture.png.length);
  return frameBytes + toWireBytes(text) + toWireBytes(html) + base64Growth * files;
}

/** A mail as nodemailer takes it. The picture stands in the HTML; whoever shows none reads what it would show. */
export function toMessage(mail: Mail, picture: MailPicture | null) {
  const shown = picture !== null && toWeight(mail, picture) <= heaviestBytes ? picture : null;
  // Unique in the world, as RFC 2392 asks, and the same each time.
  const cid = `plot.${mail.messageId.replace(/^<|>$/g, "")}`;
  return {
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: placePicture(mail.html, shown === null ? null : { src: `cid:${cid}`, alt: shown.alt }),
    messageId: mail.messageId,
    headers: { ...mail.headers },
    priority: mail.urgent ? ("high" as const) : ("normal" as const),
    ...(mail.inReplyTo === null ? {} : { inReplyTo: mail.inReplyTo }),
    ...(mail.references.length === 0 ? {} : { references: [...mail.references] }),
    attachments: [
      ...(shown === null
        ? []
        : [
            {
              filename: pictureName,
              content: Buffer.from(shown.png),
              contentType: "image/png",
              cid,
              contentDisposition: "inline" as const,
            },
          ]),
      ...mail.attachments.map(({ name, type, text }) => ({
        filename: name,
        content: text,
        contentType: type,
      })),
    ],
  };
}
