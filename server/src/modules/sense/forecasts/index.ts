export { forecastRoutes } from "./http/forecast-routes.ts"
