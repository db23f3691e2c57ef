export { Drawer } from "./drawer.ts"
export { pictureRoutes } from "./routes.ts"
