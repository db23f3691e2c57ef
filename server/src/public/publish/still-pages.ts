import { languages } from "@holdfast/words"
import { renderHome } from "../home-page.ts"
import { type PublicOptions, stillAddress, type View } from "../page-context.ts"
import { renderShelters } from "../shelters-page.ts"
import { renderWarning } from "../warning-page.ts"

/** One file of the site: where it lies in the folder, and how its text is made. */
export interface StillFile {
  readonly path: string
  readonly render: () => Promise<string | undefined>
}

/** A year of warnings has other places to be read; what is older stays as it was written last. */
const WARNINGS_MAX = 200

/**
 * Every page for everybody as a file, in each language and size: what is in force in the city and in each place, shelters, and the
 * warnings.
 *
 * @param known codes whose pages are there already: an old link goes on saying what is true now
 */
export async function listStillPages(options: PublicOptions, known: readonly string[]): Promise<StillFile[]> {
  const shown = await options.warn.listPublic()
  const codes = new Set(shown.flatMap(({ warning, before, event }) => [warning.code, before?.code ?? event, event]).concat(known))
  const newest = [...codes].toSorted((a, b) => numberOf(b) - numberOf(a)).slice(0, WARNINGS_MAX)
  const places = options.places.listAreas().filter(({ kind }) => kind === "district" || kind === "street")
  const views = languages.flatMap((language) =>
    [false, true].map((large): View => ({ language, large, place: undefined, still: true })),
  )
  return views.flatMap((view): StillFile[] => {
    const file = (path: string, render: StillFile["render"]) => ({ path: `${stillAddress(path, view)}index.html`, render })
    return [
      file("/", () => renderHome(options, view)),
      file("/shelters", () => renderShelters(options, view)),
      ...places.flatMap((place) => [
        file(`/at/${place.id}`, () => renderHome(options, { ...view, place })),
        file(`/shelters/${place.id}`, () => renderShelters(options, { ...view, place })),
      ]),
      ...newest.map((code) => file(`/warnings/${code}`, () => renderWarning(options, view, code))),
    ]
  })
}

const numberOf = (code: string) => Number(code.slice(2))
