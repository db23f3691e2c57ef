export { lineOthers } from "./line-others.ts"
export { isOutsideEvent, othersRoutes } from "./others-routes.ts"
