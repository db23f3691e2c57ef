import { useEffect, useState } from "react"

const STORED = "holdfast-theme"
export const themes = ["system", "light", "dark"] as const
export type Theme = (typeof themes)[number]

/** Light, dark, or as the machine has it; kept on this device. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => themes.find((name) => name === localStorage.getItem(STORED)) ?? "system")
  useEffect(() => {
    localStorage.setItem(STORED, theme)
    if (theme === "system") delete document.documentElement.dataset["theme"]
    else document.documentElement.dataset["theme"] = theme
  }, [theme])
  return [theme, setTheme]
}

/** Calls when the colours on the page have changed, for what draws them itself, such as the map. */
export function watchColours(tell: () => void): () => void {
  const media = matchMedia("(prefers-color-scheme: dark)")
  const observer = new MutationObserver(tell)
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] })
  media.addEventListener("change", tell)
  return () => {
    observer.disconnect()
    media.removeEventListener("change", tell)
  }
}
