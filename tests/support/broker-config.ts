import { parseConfig } from "../../server/boundary/config.ts";
import { renderProblem } from "../../server/boundary/config-problem.ts";
import type { BrokerConfig } from "../../server/boundary/mqtt-subscription.ts";

/** One broker as the configuration file would say it, `section` being the items of `mqtt:` as YAML. */
export function brokersOf(
  section: string,
  env: Readonly<Record<string, string>> = {},
): readonly BrokerConfig[] {
  const parsed = parseConfig(
    `mail: { to: [a@example.org] }
loops:
  - { id: l, coolant: water, chargeL: 100, referencePressureKpa: 300, accumulator: { volumeL: 10, gasL: 6 },
      channels: [{ id: p, role: pressure, source: { field: p } }] }
mqtt:
${section}`,
    env,
  );
  if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join("\n"));
  return parsed.config.mqtt;
}
