import { parentPort } from "node:worker_threads"
import sharp from "sharp"
import type { Wanted } from "./drawer.ts"
import { type Fonts, loadFonts } from "./fonts.ts"
import { drawPicture } from "./picture.ts"
import { drawPoster } from "./poster.ts"
import { toPdf } from "./to-pdf.ts"
import { toSvg } from "./to-svg.ts"

let fonts: Fonts | undefined

async function draw({ facts, as }: Wanted): Promise<Uint8Array> {
  fonts ??= loadFonts()
  if (as === "poster") return toPdf(drawPoster(facts, fonts), fonts, { title: facts.headline, language: facts.language })
  return sharp(Buffer.from(toSvg(drawPicture(facts, fonts, as), fonts)))
    .png()
    .toBuffer()
}

parentPort!.on("message", (wanted: Wanted) => {
  draw(wanted).then(
    (bytes) => parentPort!.postMessage({ bytes }),
    (error: unknown) => parentPort!.postMessage({ error: String(error) }),
  )
})
