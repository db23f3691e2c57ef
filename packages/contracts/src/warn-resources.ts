import { z } from "zod"

/** Of a picture before it is drawn anew. */
export const PICTURE_MAX_BYTES = 2 * 1024 * 1024
export const pictureTypes = ["image/png", "image/jpeg", "image/webp"] as const
export const RESOURCES_MAX = 2
export const ALTERNATIVE_MAX = 500

const videoTypes = ["video/mp4", "video/webm", "application/vnd.apple.mpegurl"] as const
type VideoType = (typeof videoTypes)[number]
const endings: Readonly<Record<string, VideoType>> = {
  mp4: "video/mp4",
  webm: "video/webm",
  m3u8: "application/vnd.apple.mpegurl",
}

/** By the ending of its address; undefined for what is no https address of a video, or carries a password. */
export function videoTypeOf(address: string): VideoType | undefined {
  const url = URL.parse(address)
  if (url?.protocol !== "https:" || url.username || url.password || url.href.length > 2_000) return undefined
  return endings[/\.(\w+)$/.exec(url.pathname.toLowerCase())?.[1] ?? ""]
}

/** What it says, for who cannot see it, and for receivers that show words only. */
const Alternative = z.object({
  "zh-CN": z.string().trim().min(1).max(ALTERNATIVE_MAX),
  en: z.string().trim().min(1).max(ALTERNATIVE_MAX),
})

/** What goes with a warning beside its words: a sign-language video on a server of the city, or a picture that is kept here. */
export const WarningResource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("video"), uri: z.string(), mimeType: z.enum(videoTypes), alternative: Alternative }),
  z.object({
    kind: z.literal("picture"),
    picture: z.uuid(),
    /** Bytes of the JPEG as it is served. */
    size: z.int(),
    /** SHA-1 of the same, as CAP has it. */
    digest: z.string(),
    alternative: Alternative,
  }),
])
export type WarningResource = z.infer<typeof WarningResource>

/** As an author gives it: the rest follows from the address or the file. */
export const NewResource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("video"), uri: z.string().trim().max(2_000), alternative: Alternative }),
  z.object({ kind: z.literal("picture"), picture: z.uuid(), alternative: Alternative }),
])
export type NewResource = z.infer<typeof NewResource>

/** A picture that was drawn anew and is kept; a draft that names it shows it. */
export const KeptPicture = z.object({ picture: z.uuid(), size: z.int(), digest: z.string() })
export type KeptPicture = z.infer<typeof KeptPicture>

/** Where everybody finds a picture, once a warning with it was sent. */
export const picturePath = (picture: string): string => `/warnings/pictures/${picture}.jpg`
