import { findNonXml } from "@holdfast/cap"
import { type NewResource, videoTypeOf, type WarningResource } from "@holdfast/contracts"
import { languages } from "@holdfast/words"
import type { WarnContext } from "../context.ts"
import { warnErrors } from "../errors.ts"

/**
 * What an author gave, with what follows from it: the type of a video, size and digest of a picture. Throws `WARN_VIDEO_ADDRESS`,
 * `WARN_PICTURE_GONE`, and `WARN_CHARACTER`.
 */
export function takeResources(
  { pictures }: Pick<WarnContext, "pictures">,
  given: readonly NewResource[],
): Promise<WarningResource[]> {
  return Promise.all(
    given.map(async (resource): Promise<WarningResource> => {
      for (const language of languages) {
        const character = findNonXml(resource.alternative[language])
        if (character) throw warnErrors.CHARACTER({ character, text: `${language} alternative` })
      }
      if (resource.kind === "picture") return { ...resource, ...(await pictures.describe(resource.picture)) }
      const mimeType = videoTypeOf(resource.uri)
      if (!mimeType) throw warnErrors.VIDEO_ADDRESS({ address: resource.uri })
      return { ...resource, mimeType }
    }),
  )
}
