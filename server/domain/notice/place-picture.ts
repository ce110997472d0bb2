import { html } from "./html.ts";
import { plotPlace } from "./notice.ts";

/** Puts a picture where the mail has a place for one; `null`: the place is taken away. */
export function placePicture(
  mailHtml: string,
  picture: { readonly src: string; readonly alt: string } | null,
): string {
  const row =
    picture === null
      ? ""
      : html`<tr><td class="pad" style="padding:8px 24px 8px 24px"><img src="${picture.src}" alt="${picture.alt}" width="552" style="display:block;width:100%;max-width:552px;height:auto;border:0;border-radius:6px;font-family:sans-serif;font-size:14px;line-height:20px;color:#51606e"></td></tr>`
          .markup;
  // Through a function: a `$` in an address or a text would be read as a pattern.
  return mailHtml.replace(plotPlace, () => row);
}
