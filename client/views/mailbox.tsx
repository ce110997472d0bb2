import { usePage } from "../page.ts";
import { OpenedMail } from "../parts/opened-mail.tsx";
import { Outbox } from "../parts/outbox.tsx";
import { toHash } from "../state/route.ts";
import { toDay, toTime } from "../state/words.ts";

function MailList(props: { readonly openedId: string | null }) {
  const { store } = usePage();
  return (
    <ul class="mails">
      {store.mails.value.map((mail) => (
        <li key={mail.id}>
          <a
            class="mail-row"
            href={toHash({ kind: "mailbox", mailId: mail.id })}
            aria-current={mail.id === props.openedId ? "true" : undefined}
            data-testid="mail-row"
          >
            <span class="mail-subject">{mail.subject}</span>
            <span class="quiet mail-to">{mail.to.join(", ")}</span>
            <span class="quiet num mail-time">
              {toTime(mail.receivedMs)} {toDay(mail.receivedMs)}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The mails that the built-in mail server keeps, and what is on its way to whom. */
export function Mailbox(props: { readonly mailId: string | null }) {
  const { store } = usePage();
  const mails = store.mails.value;
  const mailName = store.health.value?.mail.name ?? "the configured mail server";
  return (
    <>
      {store.mailboxKept.value ? (
        <section class="card mailbox" aria-label="Mailbox">
          <header class="card-head">
            <h2>Mailbox</h2>
            <span class="quiet">Mails caught by the built-in mail server; nothing leaves this machine.</span>
          </header>
          {mails.length === 0 ? (
            <p class="empty-line">
              No mail yet. When an alarm opens, the mail that tells people about it appears here, with what
              moved, the leak rate and the time left.
            </p>
          ) : (
            <div class={`mailbox-panes ${props.mailId === null ? "" : "mailbox-opened"}`}>
              <MailList openedId={props.mailId} />
              {props.mailId === null ? (
                <p class="quiet mail-none">Choose a mail to read it.</p>
              ) : (
                <OpenedMail key={props.mailId} id={props.mailId} />
              )}
            </div>
          )}
        </section>
      ) : (
        <section class="card" aria-label="Mailbox">
          <h2>Mailbox</h2>
          <p class="empty-line">
            Mails go out through {mailName} and are not kept here. Below is how far each notice got.
          </p>
        </section>
      )}
      <Outbox />
    </>
  );
}
