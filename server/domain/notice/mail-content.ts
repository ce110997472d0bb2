/** How serious a mail looks. `calm`: nothing is asked of the reader. */
export type MailTone = "emergency" | "warning" | "caution" | "advisory" | "calm";

/** A number that the reader looks for first, with what qualifies it. */
export interface MailFigure {
  readonly label: string;
  readonly value: string;
  readonly note: string | null;
}

/** A paragraph or a list under a heading. `mark` stands before a line so that lists need no colour. */
export interface MailSection {
  readonly title: string;
  readonly lines: readonly { readonly mark: "+" | "−" | "·" | ""; readonly text: string }[];
}

/**
 * What a mail says, before it becomes text and HTML: both are made from this, so they cannot say different
 * things. All strings are plain text from one line; the order is the order of reading.
 */
export interface MailContent {
  readonly tone: MailTone;
  /** One or two words in capitals and a state, e.g. `WARNING, acknowledged`. */
  readonly badge: string;
  readonly title: string;
  readonly subtitle: string;
  /** Shown by mail programs in the list of mails. */
  readonly preview: string;
  readonly figures: readonly MailFigure[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly sections: readonly MailSection[];
  readonly link: { readonly label: string; readonly url: string } | null;
  readonly footer: readonly string[];
}
