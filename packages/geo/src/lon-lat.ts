/** A position in WGS 84 degrees, longitude first, as GeoJSON has it. */
export type LonLat = readonly [lon: number, lat: number]
/** A closed line: the last position equals the first. At least four positions. */
export type Ring = readonly LonLat[]
/** An outer ring, then its holes. */
export type Polygon = readonly Ring[]
export type MultiPolygon = readonly Polygon[]
