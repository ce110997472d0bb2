import { describe, expect, test } from "vitest";
import type { Alarm, AlarmEvent, Occurrence } from "../../../server/domain/alarm/alarm.ts";
import { decideNotices } from "../../../server/domain/notice/decide-notices.ts";
import type { NoticeReason } from "../../../server/domain/notice/reason.ts";
import {
  acknowledged,
  acknowledgedBy,
  cleared,
  found,
  normal,
  occurrence,
  returned,
  unacknowledged,
} from "./alarm-steps.ts";

const first = occurrence(1, "caution");
const second = occurrence(2, "warning");

interface Row {
  readonly name: string;
  readonly from: Alarm;
  readonly to: Alarm;
  readonly event: AlarmEvent;
}

describe("people are told", () => {
  test.each<Row & { readonly about: Occurrence; readonly reason: NoticeReason }>([
    {
      name: "when an alarm opens",
      from: normal,
      to: unacknowledged(first),
      event: found("caution"),
      about: first,
      reason: { kind: "first" },
    },
    {
      name: "when an acknowledged alarm gets worse",
      from: acknowledged(first),
      to: unacknowledged(second),
      event: found("warning"),
      about: second,
      reason: { kind: "worse", from: "caution" },
    },
    {
      name: "when an alarm gets worse that nobody has acknowledged",
      from: unacknowledged(first),
      to: unacknowledged(second),
      event: found("warning"),
      about: second,
      reason: { kind: "worse", from: "caution" },
    },
    {
      name: "when an alarm gets worse without a new occurrence",
      from: unacknowledged(first),
      to: unacknowledged(occurrence(1, "emergency", 2)),
      event: found("emergency"),
      about: occurrence(1, "emergency", 2),
      reason: { kind: "worse", from: "caution" },
    },
    {
      name: "when it comes back worse",
      from: returned(first),
      to: unacknowledged(second),
      event: found("warning"),
      about: second,
      reason: { kind: "worse", from: "caution" },
    },
    {
      name: "when it comes back as it was",
      from: returned(first),
      to: unacknowledged(first),
      event: found("caution"),
      about: first,
      reason: { kind: "back" },
    },
    {
      name: "when a new occurrence, less severe, takes the place of the old",
      from: unacknowledged(second),
      to: unacknowledged(occurrence(3, "advisory")),
      event: found("advisory"),
      about: occurrence(3, "advisory"),
      reason: { kind: "first" },
    },
    {
      name: "when somebody acknowledges",
      from: unacknowledged(first),
      to: acknowledged(first),
      event: acknowledgedBy("Ada"),
      about: first,
      reason: { kind: "acknowledged", by: "Ada" },
    },
    {
      name: "when somebody acknowledges what has returned to normal",
      from: returned(first),
      to: normal,
      event: acknowledgedBy("Ada"),
      about: first,
      reason: { kind: "acknowledged", by: "Ada" },
    },
    {
      name: "when an acknowledged alarm returns to normal",
      from: acknowledged(first),
      to: normal,
      event: cleared,
      about: first,
      reason: { kind: "returned to normal", why: "the loop was serviced." },
    },
    {
      name: "when an alarm returns to normal that nobody has acknowledged",
      from: unacknowledged(first),
      to: returned(first),
      event: cleared,
      about: first,
      reason: { kind: "returned to normal", why: "the loop was serviced." },
    },
  ])("$name", ({ from, to, event, about, reason }) => {
    expect(decideNotices(from, to, event)).toEqual({ kind: "tell", occurrence: about, reason });
  });
});

describe("people are left in peace", () => {
  test.each<Row & { readonly because: string }>([
    {
      name: "by a finding that opens no alarm",
      from: normal,
      to: normal,
      event: found("advisory"),
      because: '"Coolant is leaving the loop" did not open an alarm',
    },
    {
      name: "by an update at the same severity",
      from: unacknowledged(first),
      to: unacknowledged(occurrence(1, "caution", 2)),
      event: found("caution"),
      because: "the same alarm, no more severe than before",
    },
    {
      name: "by an update of an acknowledged alarm",
      from: acknowledged(first),
      to: acknowledged(occurrence(1, "caution", 2)),
      event: found("caution"),
      because: "the same alarm, no more severe than before",
    },
    {
      name: "by an alarm that gets less severe",
      from: unacknowledged(second),
      to: unacknowledged(occurrence(2, "caution", 2)),
      event: found("caution"),
      because: "the same alarm, no more severe than before",
    },
    {
      name: "by a second acknowledgement",
      from: acknowledged(first),
      to: acknowledged(first),
      event: acknowledgedBy("Grace"),
      because: "Ada acknowledged it before",
    },
    {
      name: "by an acknowledgement that came too late for its version",
      from: unacknowledged(second),
      to: unacknowledged(second),
      event: acknowledgedBy("Ada"),
      because: "the acknowledgement was not accepted",
    },
    {
      name: "by an acknowledgement of nothing",
      from: normal,
      to: normal,
      event: acknowledgedBy("Ada"),
      because: "there was no alarm to acknowledge",
    },
    {
      name: "by a return to normal that the alarm does not follow",
      from: unacknowledged(first),
      to: unacknowledged(first),
      event: cleared,
      because: "the alarm stays",
    },
    {
      name: "by a second return to normal",
      from: returned(first),
      to: returned(first),
      event: cleared,
      because: "it was told before that it returned to normal",
    },
    {
      name: "by a return to normal of what was normal",
      from: normal,
      to: normal,
      event: cleared,
      because: "there was no alarm to return to normal",
    },
  ])("$name", ({ from, to, event, because }) => {
    expect(decideNotices(from, to, event)).toEqual({ kind: "none", because });
  });
});
