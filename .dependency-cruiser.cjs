// Who may import whom. `tools/check.ts` fails when fewer files were read than there are, because the tool is silent about it.
const module_ = "^server/src/modules/([^/]+)/"
module.exports = {
  forbidden: [
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    {
      name: "module-only-through-its-door",
      severity: "error",
      from: { path: module_ },
      to: { path: module_, pathNot: ["^server/src/modules/$1/", "^server/src/modules/[^/]+/index[.]ts$"] },
    },
    {
      name: "outside-only-through-the-door",
      severity: "error",
      from: { pathNot: "^server/(src/modules|test)/" },
      to: { path: module_, pathNot: "^server/src/modules/[^/]+/index[.]ts$" },
    },
    {
      name: "platform-part-only-through-its-door",
      severity: "error",
      from: { pathNot: "^server/(src/platform|test)/" },
      to: { path: "^server/src/platform/[^/]+/", pathNot: "^server/src/platform/[^/]+/index[.]ts$" },
    },
    {
      name: "platform-knows-no-module",
      severity: "error",
      from: { path: "^server/src/platform/", pathNot: "[.]test[.]ts$" },
      to: { path: "^server/src/modules/" },
    },
    {
      name: "domain-is-pure",
      severity: "error",
      from: { path: "^server/src/modules/[^/]+/domain/", pathNot: "[.]test[.]ts$" },
      to: {
        path: [
          "^server/src/modules/[^/]+/(store|http|jobs|mqtt)/",
          "^server/src/platform/",
          "^(node:)?(fs|net|http|https|child_process|dns|tls|dgram)(/|$)",
          "node_modules/(fastify|kysely|pg|@electric-sql|mqtt|aedes|@nats-io)/",
        ],
      },
    },
    {
      name: "store-is-below-the-verbs",
      severity: "error",
      from: { path: "^server/src/modules/[^/]+/store/", pathNot: "[.]test[.]ts$" },
      to: { path: "^server/src/modules/[^/]+/(http|jobs|mqtt)/" },
    },
    {
      name: "packages-run-anywhere",
      severity: "error",
      from: { path: "^packages/", pathNot: "[.](test|bench)[.]ts$" },
      to: { path: ["^(server|web|cli|tools)/", "^(node:)?(fs|net|http|https|child_process|crypto|os|path|dns|tls)(/|$)"] },
    },
    { name: "web-knows-no-server", severity: "error", from: { path: "^web/" }, to: { path: "^(server|cli|tools)/" } },
    { name: "server-knows-no-web", severity: "error", from: { path: "^server/" }, to: { path: "^(web|cli|tools)/" } },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(data|[.]cache)/|/dist/" },
    moduleSystems: ["es6", "cjs"],
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
}
