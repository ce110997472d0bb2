/** How serious a mail looks. `calm`: nothing is asked of the reader. */
export type MailTone = "emergency" | "warning" | "caution" | "advisory" | "calm";

/** A number that the reader looks for first, with what qualifies it. */
export interface MailFigure {
  readonly label: string;
  readonly value: string;
  readonly note: string | null;
}

/** Stands before a line, so that lists need no colour: for, against, one of several, or its place in an order. */
export type LineMark = "+" | "−" | "·" | "" | `${number}`;

/** A paragraph or a list under a heading. */
export interface MailSection {
  readonly title: string;
  readonly lines: readonly { readonly mark: LineMark; readonly text: string }[];
}

/** Where the reader may go; the address is also written out for those who see no buttons. */
export interface MailLink {
  readonly label: string;
  /** What the reader should know before going there. */
  readonly note?: string;
  readonly url: string;
}

/** One alarm among several. */
export interface MailItem {
  readonly tone: MailTone;
  /** Severity and loop, e.g. `WARNING loop-a`. */
  readonly badge: string;
  readonly title: string;
  readonly detail: string;
  readonly links: readonly MailLink[];
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
  /** Why it comes now, in whole sentences. */
  readonly reason?: string;
  /** Shown by mail programs in the list of mails. */
  readonly preview: string;
  readonly figures: readonly MailFigure[];
  /** What the reader may do at once; the first is the most pressing. */
  readonly actions?: readonly MailLink[];
  /** Leaves a place for a picture (`plotPlace`). */
  readonly hasPlot?: boolean;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly items?: readonly MailItem[];
  readonly sections: readonly MailSection[];
  readonly link: MailLink | null;
  readonly footer: readonly string[];
}
