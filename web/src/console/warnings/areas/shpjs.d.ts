/** The two readers of a Shapefile's parts; the package brings no types. */
declare module "shpjs" {
  /** Geometries of GeoJSON; with a projection, in WGS 84. */
  export function parseShp(shp: ArrayBuffer, projection?: string): { type: string; coordinates: unknown }[]
  export function parseDbf(dbf: ArrayBuffer, codepage?: ArrayBuffer): Record<string, unknown>[]
}
