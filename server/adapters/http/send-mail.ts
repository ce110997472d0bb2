import type { Response } from "express";

/** A mail shows only what it carries: no script, no form, nothing from elsewhere. */
const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox";

/** A mail as its reader would see it. Its own policy lets it have the styles that mail programs want inline. */
export const sendMail = (response: Response, html: string): void =>
  void response.set("Content-Security-Policy", mailPolicy).type("html").send(html);
