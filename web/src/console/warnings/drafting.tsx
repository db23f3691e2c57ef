import type { Warning } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { draftingQuery } from "../../data/drafting.ts"
import { useSpeech } from "../../ui/language.tsx"
import { areaNames } from "../say.ts"

/** "Wang is drafting for Xihe", while that is so. */
export function WhoDrafts({ warning }: { warning: Warning }) {
  const { words, language } = useSpeech()
  const { data } = useQuery(draftingQuery)
  const who = data?.drafting.find(({ warning: of }) => of === warning.id)
  if (!who || warning.state !== "draft" || warning.mine) return null
  return <span>{words("coach:drafting", { name: who.name[language], area: areaNames(warning.areas, language) })}</span>
}
