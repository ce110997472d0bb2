import { parseConfig } from "../../server/boundary/config.ts";
import { renderProblem } from "../../server/boundary/config-problem.ts";

/** The smallest useful file. */
export const small = `mail: { to: [a@example.org] }
loops:
  - id: loop-1
    coolant: water
    chargeL: 100
    referencePressureKpa: 300
    accumulator: { volumeL: 10, gasL: 6 }
    channels:
      - id: pressure
        role: pressure
        source: { field: p }
`;

/** The configuration, or an error with every problem. */
export function configOf(text: string, env: Record<string, string> = {}) {
  const parsed = parseConfig(text, env);
  if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join("\n"));
  return parsed.config;
}

/** Every problem as a line of text; none for a good configuration. */
export function problemsOf(text: string, env: Record<string, string> = {}): readonly string[] {
  const parsed = parseConfig(text, env);
  return parsed.ok ? [] : parsed.problems.map(renderProblem);
}

/** A loop whose channel says nothing more than it must, for files that are about something else. */
export const oneLoop = small.slice(small.indexOf("loops:"));
