export { LayerMapping } from "./domain/layer-mapping.ts"
export { forgetFrames } from "./forget-frames.ts"
export { layerRoutes } from "./http/layer-routes.ts"
export { takeFrame } from "./take-frame.ts"
