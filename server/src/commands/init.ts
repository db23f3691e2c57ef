import { Bilingual } from "@holdfast/contracts"
import qrcode from "qrcode"
import { z } from "zod"
import { initCity } from "../platform/identity/index.ts"
import type { Command } from "./command.ts"

const Args = z.object({
  name: Bilingual,
  admin: z.string(),
  password: z.string().optional(),
})

/** Makes a live city. What it gives back is shown once and kept nowhere. */
export const initCommand: Command = {
  name: "init",
  async run(world, args) {
    const { name, admin, password } = Args.parse(args)
    const first = await initCity(world, { name, admin, password })
    const qr = await qrcode.toString(first.totpUri, { type: "utf8", errorCorrectionLevel: "M" })
    return { ...first, recoveryCodes: [...first.recoveryCodes], qr }
  },
}
