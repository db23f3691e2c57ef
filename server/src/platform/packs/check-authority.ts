import type { Pack } from "@holdfast/contracts"
import { type Action, mayAct } from "../identity/index.ts"
import type { Problems } from "./problem.ts"

/** What each half of a warning takes by the table of rights: a pack narrows it, and gives nobody more. */
const takes = { writes: "warn.submit", approves: "warn.approve" } as const satisfies Record<string, Action>

/** One entry for each jurisdiction and level, posts whose role may do it at all, and a way to ask whoever is asked. */
export function checkAuthority({ authority = [] }: Pack, problems: Problems): void {
  const seen = new Set<string>()
  for (const [index, entry] of authority.entries()) {
    for (const [at, level] of entry.levels.entries()) {
      const key = `${entry.jurisdiction} ${level}`
      if (seen.has(key))
        problems.add(["authority", index, "levels", at], "authority-twice", { value: level, jurisdiction: entry.jurisdiction })
      seen.add(key)
    }
    if (entry.mode === "ask" && !entry.contact?.email && !entry.contact?.phone)
      problems.add(["authority", index], "authority-contact")
    for (const half of ["writes", "approves"] as const) {
      const post = entry[half]
      if (post && !mayAct({ role: post.role }, takes[half]))
        problems.add(["authority", index, half, "role"], "authority-role", { value: post.role, right: takes[half] })
    }
  }
}
