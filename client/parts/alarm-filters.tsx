import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { alarmClasses, houseId, severities } from "../../protocol/alarm.ts";
import { usePage } from "../page.ts";
import { type AlarmFilter, type AlarmStage, alarmStages, noFilter } from "../state/alarm-filter.ts";
import { alarmClassWords, severityWord } from "../state/alarm-words.ts";

const stageWords: Readonly<Record<AlarmStage, string>> = {
  unacknowledged: "Not acknowledged",
  acknowledged: "Acknowledged",
  returned: "Returned",
  latched: "Latched",
  held: "Held back",
};

/** A choice in a form; the first one is "any". */
function Choice(props: {
  readonly label: string;
  readonly value: string | null;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string | null) => void;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select
        value={props.value ?? ""}
        onChange={(event) =>
          props.onChoose(event.currentTarget.value === "" ? null : event.currentTarget.value)
        }
      >
        <option value="">Any</option>
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Severity, loop, class and text: what lists of standing and of past alarms share. */
export function CommonFilters(props: { readonly filter: Signal<AlarmFilter> }) {
  const { filter } = props;
  const { loops } = usePage().store;
  const now = filter.value;
  const change = (part: Partial<AlarmFilter>): void => {
    filter.value = { ...filter.peek(), ...part };
  };
  return (
    <>
      <Choice
        label="Severity"
        value={now.severity}
        options={severities.map((value) => ({ value, label: severityWord(value) }))}
        onChoose={(value) => change({ severity: severities.find((one) => one === value) ?? null })}
      />
      <Choice
        label="Loop"
        value={now.loopId}
        options={[
          ...loops.value.map(({ id, name }) => ({ value: id, label: name })),
          { value: houseId, label: "Loopwatch itself" },
        ]}
        onChoose={(loopId) => change({ loopId })}
      />
      <Choice
        label="About"
        value={now.alarmClass}
        options={alarmClasses.map((value) => ({ value, label: alarmClassWords[value] }))}
        onChoose={(value) => change({ alarmClass: alarmClasses.find((one) => one === value) ?? null })}
      />
      <label class="field field-wide">
        <span>Text</span>
        <input
          type="search"
          name="text"
          autocomplete="off"
          value={now.text}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
      </label>
    </>
  );
}

/** The filters of a list: in a row where there is room, and a fold away on a phone. */
export function FilterFold(props: { readonly isNarrowed: boolean; readonly children: ComponentChildren }) {
  const isOpened = useSignal(false);
  return (
    <search class="filter-fold">
      <button
        type="button"
        class="filter-switch"
        aria-expanded={isOpened.value}
        onClick={() => {
          isOpened.value = !isOpened.value;
        }}
      >
        {props.isNarrowed ? "Filter: narrowed" : "Filter"}
      </button>
      <div class={`filters ${isOpened.value ? "" : "filters-folded"}`}>{props.children}</div>
    </search>
  );
}

/** What of the alarms that stand is listed. */
export function StandingFilters(props: { readonly filter: Signal<AlarmFilter> }) {
  const { filter } = props;
  return (
    <FilterFold isNarrowed={filter.value !== noFilter}>
      <Choice
        label="State"
        value={filter.value.stage}
        options={alarmStages.map((value) => ({ value, label: stageWords[value] }))}
        onChoose={(value) => {
          filter.value = { ...filter.peek(), stage: alarmStages.find((one) => one === value) ?? null };
        }}
      />
      <CommonFilters filter={filter} />
      {filter.value === noFilter ? null : (
        <button
          type="button"
          onClick={() => {
            filter.value = noFilter;
          }}
        >
          Show all
        </button>
      )}
    </FilterFold>
  );
}
