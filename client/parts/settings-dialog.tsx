import { useSignal } from "@preact/signals";
import {
  type PressureUnit,
  pressureUnits,
  shownUnits,
  type TemperatureUnit,
  temperatureUnits,
  type UnitChoice,
} from "../state/measures.ts";
import { keepUnits, keepZone } from "../state/settings.ts";
import { browserZone, isZone, shownZone } from "../state/zone.ts";
import { Dialog } from "./dialog.tsx";
import { Segmented } from "./segmented.tsx";

function takeUnits(choice: UnitChoice): void {
  shownUnits.value = choice;
  keepUnits(choice);
}

function takeZone(zone: string): void {
  shownZone.value = zone;
  keepZone(zone);
}

/** Where times are written: UTC, as this browser has it, or a zone by its name. */
function ZoneChoice() {
  const here = browserZone();
  const named = useSignal("");
  const isWrong = useSignal(false);
  const zone = shownZone.value;
  return (
    <fieldset class="settings-part">
      <legend>Time zone</legend>
      <Segmented
        legend="Time zone"
        value={zone}
        segments={[
          { label: "UTC", value: "UTC", testId: "zone-utc" },
          ...(here === "UTC"
            ? []
            : [{ label: `This browser: ${here}`, value: here, testId: "zone-browser" }]),
          ...(zone === "UTC" || zone === here ? [] : [{ label: zone, value: zone }]),
        ]}
        onChoose={takeZone}
      />
      <form
        class="settings-named"
        onSubmit={(event) => {
          event.preventDefault();
          isWrong.value = !isZone(named.value);
          if (!isWrong.value) takeZone(named.value);
        }}
      >
        <label>
          <span class="label block">Another zone, such as Europe/Berlin</span>
          <input
            list="zones"
            data-testid="zone-name"
            value={named.value}
            onInput={(event) => {
              named.value = event.currentTarget.value;
            }}
          />
        </label>
        <datalist id="zones">
          {Intl.supportedValuesOf("timeZone").map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <button type="submit" data-testid="zone-take">
          Take
        </button>
      </form>
      {isWrong.value ? (
        <p class="problem" role="alert">
          This browser knows no zone called “{named.value}”.
        </p>
      ) : null}
    </fieldset>
  );
}

/** In which units and which zone this page writes what it shows. Kept in this browser. */
export function SettingsDialog(props: { readonly onClose: () => void }) {
  const units = shownUnits.value;
  return (
    <Dialog title="Units and time" testId="settings" onClose={props.onClose}>
      <fieldset class="settings-part">
        <legend>Pressure, absolute</legend>
        <Segmented<PressureUnit>
          legend="Pressure"
          value={units.pressure}
          segments={pressureUnits.map((unit) => ({ value: unit, label: unit, testId: `unit-${unit}` }))}
          onChoose={(pressure) => takeUnits({ ...units, pressure })}
        />
      </fieldset>
      <fieldset class="settings-part">
        <legend>Temperature</legend>
        <Segmented<TemperatureUnit>
          legend="Temperature"
          value={units.temperature}
          segments={temperatureUnits.map((unit) => ({ value: unit, label: unit, testId: `unit-${unit}` }))}
          onChoose={(temperature) => takeUnits({ ...units, temperature })}
        />
      </fieldset>
      <ZoneChoice />
      <p class="quiet">
        Values of sensors and the curves follow this choice. Sentences of alarms and mails, and exported
        figures, stay in kPa, °C and UTC, so that everybody reads the same.
      </p>
    </Dialog>
  );
}
