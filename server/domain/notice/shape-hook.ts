import { toAlertmanagerBody } from "./alertmanager-body.ts";
import type { HookContent } from "./hook-content.ts";
import type { LetterSources } from "./letter-sources.ts";
import type { HookMessage } from "./notice.ts";
import type { WebhookId } from "./policy.ts";

/** Raised when our own shape changes in a way that an older receiver cannot read. */
const hookVersion = 1;

/** Receivers are told to split what they check at full stops, so that a message's id has none. */
const toHookId = (noticeId: string): string => noticeId.replaceAll(".", "~");

const toOwnBody = ({ noticeId, letter, ...content }: HookContent): object => ({
  version: hookVersion,
  id: noticeId,
  ...content,
  letter,
});

/** The message in the shape that this webhook's receiver reads. */
export function toShapedMessage(content: HookContent, hook: WebhookId, sources: LetterSources): HookMessage {
  const isOwn = sources.hookShape(hook) === "loopwatch";
  const body = isOwn ? toOwnBody(content) : toAlertmanagerBody(content, hook, sources.pageUrl);
  return { hook, id: toHookId(content.noticeId), body: JSON.stringify(body) };
}
