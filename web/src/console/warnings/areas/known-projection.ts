/**
 * Whether the `.prj` of a Shapefile names a datum that is WGS 84 to a metre. Others, such as Beijing 1954 and Xian 1980, are shifted by
 * up to a hundred metres, by figures that are not public; those who have them convert before.
 */
export function isKnownProjection(prj: string): boolean {
  return /(D_WGS_1984|WGS_?1984|WGS[ _]84|D_China_2000|China_2000|CGCS_?2000|China_Geodetic_Coordinate_System_2000)/i.test(prj)
}
