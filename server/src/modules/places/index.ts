export { decodeText, parseCsv } from "./domain/csv.ts"
export type { FoundedCity } from "./found-city.ts"
export { importCommand } from "./import-command.ts"
export { type ImportReport, parseCoordinateSystem } from "./import-places.ts"
export { type PlacesModule, startPlaces } from "./module.ts"
export { placesPrivacy } from "./privacy.ts"
export const placesMigrations = { module: "places", folder: new URL("./migrations/", import.meta.url) }
