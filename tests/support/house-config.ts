import { type Config, parseConfig } from "../../server/boundary/config.ts";

/** The simulator's loop with plain limits on what a leak brings with it: pressure, then flow, then temperature. */
const simulatedLoop = `
  - id: ms-22
    coolant: isooctane
    chargeL: 44
    referenceTempC: 20
    referencePressureKpa: 304
    accumulator: { volumeL: 8, gasL: 4 }
    learning: 3h
    channels:
      - id: suction
        name: Suction pressure
        role: pressure
        position: accumulator
        source: { field: accumulator_pressure_kpa }
        step: 0.365
        limits: [{ below: 230, severity: caution, deadband: 5, for: 10s }]
      - { id: outlet, name: Outlet pressure, role: pressure, position: pump-outlet, source: { field: pump_out_pressure_kpa }, step: 0.365 }
      - { id: radiator-in, role: temperature, position: radiator-inlet, source: { field: radiator_in_c }, step: 0.0626 }
      - id: radiator-out
        name: Radiator outlet
        role: temperature
        position: radiator-outlet
        source: { field: radiator_out_c }
        step: 0.0626
        limits: [{ below: 17.6, severity: caution, deadband: 0.3, for: 10s }]
      - { id: acc-temp, role: temperature, position: accumulator, source: { field: accumulator_c }, step: 0.0626 }
      - id: flow
        name: Flow
        role: flow
        unit: L/min
        position: pump-outlet
        source: { field: flow_lpm }
        limits: [{ below: 5.4, severity: caution, deadband: 0.2, for: 10s }]
`;

/** Two people, the second of whom is called when the first does not answer; a pager where mail does not arrive. */
const twoPeople = `
mail: { from: loopwatch@example.org }
people:
  - { id: anna, name: Anna, mail: anna@example.org, fallback: pager }
  - { id: ben, name: Ben, mail: ben@example.org }
routes:
  - { name: all, tell: [anna], escalate: [{ after: 10min, tell: [ben] }], repeat: 15min }
`;

/** What a house is configured with beside its loops. */
export interface HouseSettings {
  readonly smtpUrl: string;
  readonly hookUrl: string;
  /** Other sections in place of two people and their route. */
  readonly people?: string;
  readonly more?: string;
  /** Loops in place of the simulator's, as a YAML list. */
  readonly loops?: string;
}

/** The configuration as a user would write it; throws when `loopwatch check` would complain. */
export function toHouseConfig(settings: HouseSettings): Config {
  const { smtpUrl, hookUrl, people = twoPeople, more = "", loops = simulatedLoop } = settings;
  const text = `${people}${more}
webhooks: [{ id: pager, url: "${hookUrl}" }]
loops:${loops}`;
  const parsed = parseConfig(text, { SMTP_URL: smtpUrl, WEBHOOK_SECRET_PAGER: "a secret of the test" });
  if (parsed.ok) return parsed.config;
  throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
}
