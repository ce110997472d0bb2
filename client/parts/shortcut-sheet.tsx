import { Dialog } from "./dialog.tsx";

const groups = [
  {
    title: "Everywhere",
    keys: [
      { keys: ["?"], does: "This sheet" },
      { keys: ["Tab"], does: "Next thing that can be used; Shift+Tab the one before" },
      { keys: ["Esc"], does: "Closes what is open over the page" },
    ],
  },
  {
    title: "List of alarms",
    keys: [
      { keys: ["↑", "↓"], does: "The alarm above, the alarm below" },
      { keys: ["A"], does: "Acknowledge the alarm with the focus" },
      { keys: ["S"], does: "Silence its horn; that is no acknowledgement" },
      { keys: ["Enter"], does: "All about it" },
    ],
  },
  {
    title: "Trends, with the focus on anything in them",
    keys: [
      { keys: ["←", "→"], does: "On a curve: move the cursor; with Ctrl 20 samples at once" },
      { keys: ["Shift+←", "Shift+→"], does: "A quarter of the range earlier or later" },
      { keys: ["+", "−"], does: "Shorter or longer range" },
      { keys: ["0"], does: "Back to live" },
    ],
  },
] as const;

/** Every key that does something on this page. */
export function ShortcutSheet(props: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" testId="shortcuts" onClose={props.onClose}>
      {groups.map(({ title, keys }) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl class="shortcuts">
            {keys.map(({ keys: names, does }) => (
              <div key={does}>
                <dt>
                  {names.map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p class="quiet">With the pointer: draw over a stretch of the curves to look at it alone.</p>
    </Dialog>
  );
}
