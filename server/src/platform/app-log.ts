import path from "node:path"
import pino, { type Logger } from "pino"

const DAYS_KEPT = 14

/**
 * The application log: JSON lines in the data folder, a file a day, 14 days. No address, agent, or referrer of a client is ever
 * put in; the end-to-end suite searches for them.
 */
export function openAppLog(dataFolder: string, level: string): Logger {
  return pino({
    level,
    base: null,
    transport: {
      target: "pino-roll",
      options: {
        file: path.join(dataFolder, "logs", "holdfast"),
        extension: ".log",
        frequency: "daily",
        limit: { count: DAYS_KEPT },
        mkdir: true,
      },
    },
  })
}
