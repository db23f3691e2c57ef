export { Pictures } from "./pictures.ts"
export { resourceFileRoutes, resourceRoutes } from "./resource-routes.ts"
export { takeResources } from "./take-resources.ts"
