import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBase64 } from "../../../server/domain/notice/base64.ts";
import { toMailPreview } from "../../../server/domain/notice/mail-preview.ts";
import { plotPlace } from "../../../server/domain/notice/notice.ts";
import { placePicture } from "../../../server/domain/notice/place-picture.ts";
import { exampleMail } from "./examples.ts";

test("base64 is that of Node, whatever the bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
    }),
  );
});

describe("a picture in a mail", () => {
  test("stands where the mail has its place, with its words", () => {
    const html = placePicture(exampleMail.html, { src: "cid:a", alt: 'It "fell" by $1 & $&' });
    expect(html).toContain('<img src="cid:a" alt="It &quot;fell&quot; by $1 &amp; $&amp;"');
    expect(html).not.toContain(plotPlace);
  });

  test("that there is none of leaves nothing behind", () => {
    const html = placePicture(exampleMail.html, null);
    expect(html).not.toContain(plotPlace);
    expect(html).not.toContain("<img");
    expect(html).toBe(exampleMail.html.replace(plotPlace, ""));
  });
});

test("a preview is the mail in one piece", () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);
  const preview = toMailPreview(exampleMail, { png, alt: "falling" });
  expect(preview).toMatchObject({ subject: exampleMail.subject, text: exampleMail.text });
  expect(preview.html).toContain('src="data:image/png;base64,iVBORw=="');
  expect(toMailPreview(exampleMail, null).html).not.toContain("<img");
});
