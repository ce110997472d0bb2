import { fetchMail, toMailHtmlUrl } from "../state/history.ts";
import { toHash } from "../state/route.ts";
import { useFetched } from "../state/use-fetched.ts";
import { toStamp } from "../state/words.ts";
import { toZoneWord } from "../state/zone.ts";
import { MailFrame } from "./mail-frame.tsx";

/** Bytes as people count them. */
const toSize = (bytes: number): string => (bytes < 1000 ? `${bytes} B` : `${Math.round(bytes / 1000)} kB`);

/** A kept mail with its head. */
export function OpenedMail(props: { readonly id: string }) {
  const answer = useFetched(props.id, () => fetchMail(props.id)).value;
  if (!answer) return <p class="quiet mail-none">Opening…</p>;
  if (!answer.ok) {
    return (
      <p class="problem mail-none" role="alert">
        This mail could not be read: {answer.reason}.
      </p>
    );
  }
  const mail = answer.value;
  return (
    <article class="mail">
      <a class="mail-back" href={toHash({ kind: "mailbox", mailId: null })}>
        All mails
      </a>
      <h3>{mail.subject}</h3>
      <p class="quiet">
        From {mail.from} to {mail.to.join(", ")},{" "}
        <span class="num">
          {toStamp(mail.receivedMs)} {toZoneWord(mail.receivedMs)}
        </span>
      </p>
      <MailFrame
        subject={mail.subject}
        text={mail.text}
        htmlUrl={mail.html === null ? null : toMailHtmlUrl(mail.id)}
        first="text"
      />
      {mail.attachments.length === 0 ? null : (
        <p class="quiet">
          Attached:{" "}
          {mail.attachments.map(({ name, type, bytes }) => `${name} (${type}, ${toSize(bytes)})`).join(", ")}
        </p>
      )}
    </article>
  );
}
