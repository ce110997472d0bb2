import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

/** A window over the page; Escape and the button close it, and the focus goes back to where it was. */
export function Dialog(props: {
  readonly title: string;
  readonly testId: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    ref.current?.showModal();
  }, []);
  return (
    <dialog
      class="dialog"
      ref={ref}
      aria-labelledby={titleId}
      data-testid={props.testId}
      onClose={props.onClose}
    >
      <h2 id={titleId}>{props.title}</h2>
      {props.children}
      <p>
        <button type="button" class="primary" data-testid="dialog-close" onClick={() => ref.current?.close()}>
          Close
        </button>
      </p>
    </dialog>
  );
}
