export type { Authenticate } from "./context.ts"
export { findFreePort, keepToThisMachine, listen } from "./listen.ts"
export { pageRoutes } from "./pages.ts"
export { buildHttp, type HttpOptions } from "./server.ts"
