export const SENSORTHINGS_PREFIX = "/sensorthings/v1.1"
