import type { LoopView } from "../../protocol/telemetry.ts";
import type { Arrow, MimicLayout } from "./layout.ts";
import type { Box, PlacedMachine } from "./placed.ts";
import { toTankShare } from "./tank-level.ts";

const turned = ({ x, y, angle }: Arrow): string => `translate(${x} ${y}) rotate(${angle})`;

/** Two triangles point to point; filled when it is shut. */
const valvePath = "M-9 -6L0 0L-9 6ZM9 -6L0 0L9 6Z";

function Machine(props: { readonly machine: PlacedMachine }) {
  const { kind, x, y, width, height, name, label } = props.machine;
  const half = { x: width / 2, y: height / 2 };
  return (
    <g class="mimic-machine">
      {kind === "pump" ? (
        <>
          <circle cx={x} cy={y} r={half.x} />
          <path
            class="mimic-glyph"
            d={`M${x - half.x * 0.72} ${y + 2}L${x} ${y - half.x + 2}L${x + half.x * 0.72} ${y + 2}`}
          />
        </>
      ) : (
        <rect x={x - half.x} y={y - half.y} width={width} height={height} rx={3} />
      )}
      {name ? (
        <text x={name.x} y={name.anchor === "middle" ? name.y + 4 : name.y} text-anchor={name.anchor}>
          {label}
        </text>
      ) : kind === "pump" ? null : (
        <path class="mimic-glyph" d={`M${x - half.x + 6} ${y}l5 -6l6 12l6 -12l5 6`} />
      )}
    </g>
  );
}

/** The accumulator: gas above, coolant below, the level at which the minimum is reached as a tick. */
function Tank(props: {
  readonly box: Box;
  readonly loop: LoopView;
  readonly isAssumed: boolean;
  readonly levelRef: (rect: SVGRectElement | null) => void;
}) {
  const { box, loop } = props;
  const minimumY = box.y + box.height * (1 - toTankShare(loop, loop.minimumInventoryL));
  return (
    <g class={`mimic-tank ${props.isAssumed ? "mimic-assumed" : ""}`}>
      <rect class="mimic-tank-ground" {...box} rx={8} />
      <rect
        ref={props.levelRef}
        class="mimic-level"
        x={box.x + 2}
        width={box.width - 4}
        y={box.y}
        height={0}
      />
      <rect class="mimic-tank-edge" {...box} rx={8} />
      <path
        class="mimic-minimum"
        d={`M${box.x - 5} ${Math.min(minimumY, box.y + box.height - 1)}h${box.width + 10}`}
      />
    </g>
  );
}

/** Pipe, machines, tanks and the direction of the flow; the values stand over it as text. */
export function MimicDrawing(props: {
  readonly layout: MimicLayout;
  readonly loop: LoopView;
  readonly isAssumed: boolean;
  readonly isIsolated: boolean;
  readonly levelRef: (rect: SVGRectElement | null) => void;
}) {
  const { layout, isIsolated } = props;
  return (
    <svg width={layout.width} height={layout.height} aria-hidden="true">
      <path class="mimic-pipe" d={layout.pipe} />
      {layout.branches.map((path) => (
        <path key={path} class="mimic-pipe mimic-branch" d={path} />
      ))}
      {layout.isolable && isIsolated ? <path class="mimic-isolated" d={layout.isolable.path} /> : null}
      {layout.cards.map(({ lead }) => (lead ? <path key={lead} class="mimic-lead" d={lead} /> : null))}
      {layout.arrows.map((arrow) => (
        <path key={turned(arrow)} class="mimic-arrow" transform={turned(arrow)} d="M-6 -6L6 0L-6 6Z" />
      ))}
      {layout.machines.map((machine) => (
        <Machine key={machine.kind} machine={machine} />
      ))}
      {layout.isolable?.valves.map((valve) => (
        <path
          key={turned(valve)}
          class={`mimic-valve ${isIsolated ? "mimic-valve-shut" : ""}`}
          transform={turned(valve)}
          d={valvePath}
        />
      ))}
      <Tank box={layout.tank} loop={props.loop} isAssumed={props.isAssumed} levelRef={props.levelRef} />
      {layout.feed ? (
        <g class="mimic-tank">
          <rect class="mimic-tank-ground" {...layout.feed} rx={2} />
          <rect class="mimic-tank-edge" {...layout.feed} rx={2} />
        </g>
      ) : null}
    </svg>
  );
}
