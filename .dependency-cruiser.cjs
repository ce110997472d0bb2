/** The floors of the house (docs/architecture.md). Each rule says why it is there. */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      comment: "Two files that need each other are one idea in two places; neither can be understood alone.",
      from: {},
      to: { circular: true },
    },
    {
      name: "protocol-knows-nobody",
      severity: "error",
      comment:
        "The words that travel are read by server, page and simulator; they may carry no one's code along.",
      from: { path: "^protocol/" },
      to: { pathNot: "^protocol/" },
    },
    {
      name: "domain-is-pure",
      severity: "error",
      comment: "Decisions must be replayable anywhere: no npm, no Node, no floor above, only protocol words.",
      from: { path: "^server/domain/" },
      to: { pathNot: "^(server/domain|protocol)/" },
    },
    {
      name: "boundary-looks-down",
      severity: "error",
      comment:
        "Checking unknown input needs the domain's shapes and a parser library, never the application.",
      from: { path: "^server/boundary/" },
      to: { path: "^(server/(app|adapters|cli|start|main|compose)|client|simulator)" },
    },
    {
      name: "app-knows-ports-not-libraries",
      severity: "error",
      comment:
        "The order of work is tested with fakes; a library or adapter here would need the real world to run.",
      from: { path: "^server/app/" },
      to: { pathNot: "^(server/(app|boundary|domain)|protocol)/" },
    },
    {
      name: "adapters-do-not-compose",
      severity: "error",
      comment: "An adapter joins one port to one library; choosing and starting is main's work.",
      from: { path: "^server/adapters/" },
      to: { path: "^(server/(main|compose|cli|start)|client|simulator)" },
    },
    {
      name: "simulator-is-independent",
      severity: "error",
      comment: "A formula shared with the detector would let one error cancel the other.",
      from: { path: "^simulator/" },
      to: { path: "^(server|client)/" },
    },
    {
      name: "server-does-not-need-the-simulator",
      severity: "error",
      comment:
        "The simulator is one source of telemetry among others; it talks to us over the wire like the rest.",
      from: { path: "^server/" },
      to: { path: "^(simulator|client)/" },
    },
    {
      name: "page-sees-only-the-protocol",
      severity: "error",
      comment: "The page shows what the server decided; server code in it would be a second opinion.",
      from: { path: "^client/" },
      to: { path: "^(server|simulator)/" },
    },
    {
      name: "nothing-imports-the-bench",
      severity: "error",
      comment: "Figures and pictures are made from the product; the product must not need them.",
      from: { pathNot: "^(bench|tests)/" },
      to: { path: "^bench/" },
    },
    {
      name: "nothing-imports-tests",
      severity: "error",
      comment: "What runs in production must not need the tests to be there.",
      from: { pathNot: "^tests/" },
      to: { path: "^tests/" },
    },
    {
      name: "one-library-one-adapter",
      severity: "error",
      comment: "A library used in two places is a library we cannot replace in one.",
      from: { path: "^server/", pathNot: "^server/(adapters|boundary|cli)/" },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-optional"] },
    },
    {
      name: "declared-dependencies",
      severity: "error",
      comment: "An undeclared package works until someone else stops needing it.",
      from: { path: "^(server|simulator|protocol)/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "resolvable",
      severity: "error",
      comment: "An import that leads nowhere fails at run time, on somebody else's machine.",
      from: {},
      to: { couldNotResolve: true, pathNot: "\\.css$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|data|coverage)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
