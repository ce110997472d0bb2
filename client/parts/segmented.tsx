/** One of the choices of a row of buttons. */
export interface Segment<T> {
  readonly value: T;
  readonly label: string;
  readonly testId?: string;
}

/** A row of buttons of which one is pressed. */
export function Segmented<T>(props: {
  readonly legend: string;
  readonly segments: readonly Segment<T>[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
}) {
  return (
    <fieldset class="segmented">
      <legend class="unseen">{props.legend}</legend>
      {props.segments.map((segment) => (
        <button
          key={segment.label}
          type="button"
          data-testid={segment.testId}
          aria-pressed={props.value === segment.value}
          onClick={() => props.onChoose(segment.value)}
        >
          {segment.label}
        </button>
      ))}
    </fieldset>
  );
}
