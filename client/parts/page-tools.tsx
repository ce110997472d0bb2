import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { lazy } from "./lazy.tsx";

const Settings = lazy(async () => (await import("./settings-dialog.tsx")).SettingsDialog);
const Shortcuts = lazy(async () => (await import("./shortcut-sheet.tsx")).ShortcutSheet);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

/** Units, time zone, and the sheet of keys, which `?` opens as well. */
export function PageTools() {
  const opened = useSignal<"settings" | "shortcuts" | null>(null);
  const close = (): void => {
    opened.value = null;
  };
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.key !== "?" || isTyping(event.target) || opened.peek() !== null) return;
      event.preventDefault();
      opened.value = "shortcuts";
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, [opened]);
  return (
    <span class="page-tools">
      <button type="button" data-testid="open-settings" onClick={() => (opened.value = "settings")}>
        Units
      </button>
      <button
        type="button"
        aria-label="Keys"
        data-testid="open-shortcuts"
        onClick={() => (opened.value = "shortcuts")}
      >
        ?
      </button>
      {opened.value === "settings" ? <Settings onClose={close} /> : null}
      {opened.value === "shortcuts" ? <Shortcuts onClose={close} /> : null}
    </span>
  );
}
