/** A small orbital plant, one line a part, for tests to break. */
export const plantText = `name: Test loop
coolant: isooctane
reference: { tempC: 20, pressureKpa: 300 }
segments:
  - { name: feed, volumeL: 5, nodes: 4, boreMm: 20 }
  - { name: cabin-exchanger, volumeL: 4, nodes: 2, boreMm: 20, heat: { kind: cabin exchanger, wPerK: 400 } }
  - { name: radiator, volumeL: 10, nodes: 4, boreMm: 12, heat: { kind: radiator, areaM2: 4 } }
  - { name: back, volumeL: 5, nodes: 4, boreMm: 20 }
accumulator: { liquidL: 2, gasL: 2 }
pump: { flowLpm: 6, headKpa: 60 }
surroundings: { kind: orbit, altitudeKm: 410, betaDeg: 30 }
cabin: { heatW: 900, heatJPerK: 60000, hullWPerK: 30, outsideC: 15 }
bypass: { from: radiator, to: radiator }
makeUp: { startKpa: 230, stopKpa: 250, flowLpm: 2, reservoirL: 20 }
sensors:
  - { channel: suction_kpa, measure: pressure, at: accumulator, box: a }
  - { channel: flow_lpm, measure: flow }
  - { channel: back_c, measure: temperature, at: back, low: -50, high: 100 }
  - { channel: rope, measure: wetness, box: a }
link: { delayS: 2s }
`;

/** The plant with one piece of its text replaced. Throws when the piece is not there, so that no test breaks nothing. */
export function brokenPlant(piece: string, replacement: string): string {
  if (!plantText.includes(piece)) throw new Error(`"${piece}" is not in the plant's text`);
  return plantText.replace(piece, replacement);
}
