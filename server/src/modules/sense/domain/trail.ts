/** How long it is known where something that moves was (see rights): shown no longer, and then taken away. */
export const TRAIL_MS = 24 * 60 * 60_000
