export const languages = ["zh-CN", "en"] as const
export type Language = (typeof languages)[number]

export const languageNames: Record<Language, string> = { "zh-CN": "中文", en: "English" }

/** The first of our languages that an `Accept-Language` header names, by its order and weights; `fallback` when it names none. */
export function chooseLanguage(accepted: string | undefined, fallback: Language): Language {
  const wanted = (accepted ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";")
      const weight = parameters.map((p) => p.trim()).find((p) => p.startsWith("q="))
      return { tag, weight: weight ? Number(weight.slice(2)) || 0 : 1 }
    })
    .filter(({ tag, weight }) => tag && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  for (const { tag } of wanted) {
    if (tag === "zh" || tag.startsWith("zh-")) return "zh-CN"
    if (tag === "en" || tag.startsWith("en-")) return "en"
  }
  return fallback
}

export function isLanguage(value: unknown): value is Language {
  return languages.includes(value as Language)
}
