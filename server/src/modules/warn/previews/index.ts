export { Drawer } from "./drawer.ts"
export { barsOf } from "./level-shape.ts"
export { pictureRoutes } from "./routes.ts"
