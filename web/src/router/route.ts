/** The screens of the console, by the first part of their address under `/console`. */
export const screens = [
  "watch",
  "warnings",
  "incidents",
  "outages",
  "requests",
  "journal",
  "reviews",
  "thread",
  "devices",
  "credentials",
  "outside",
  "sources",
  "channels",
  "rules",
  "roster",
] as const
export type Screen = (typeof screens)[number]

/** Where the console is: a screen and, on most, the record that is open. */
export interface Route {
  readonly screen: Screen
  readonly id: string | undefined
}

/** Reads an address such as `/console/warnings/3f…`. An address that no screen knows opens the watch. */
export function parseRoute(path: string): Route {
  const [first, id] = path.replace(/^\/console\/?/, "").split("/")
  const screen = screens.find((name) => name === first) ?? "watch"
  return { screen, id: screen === first && id ? decodeURIComponent(id) : undefined }
}

export function pathOf(screen: Screen, id?: string): string {
  if (screen === "watch" && !id) return "/console"
  return id ? `/console/${screen}/${encodeURIComponent(id)}` : `/console/${screen}`
}
