import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from "react"
import { parseRoute, pathOf, type Route, type Screen } from "./route.ts"

const MOVED = "holdfast-moved"

function subscribe(tell: () => void): () => void {
  addEventListener("popstate", tell)
  addEventListener(MOVED, tell)
  return () => {
    removeEventListener("popstate", tell)
    removeEventListener(MOVED, tell)
  }
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname)
}

export function useRoute(): Route {
  return parseRoute(usePath())
}

/** Opens a screen without loading the page anew. `replace` leaves no step in the history, for choices inside a list. */
export function openScreen(screen: Screen, id?: string, options: { replace?: boolean } = {}): void {
  const path = pathOf(screen, id)
  if (path === location.pathname) return
  if (options.replace) history.replaceState(null, "", path)
  else history.pushState(null, "", path)
  dispatchEvent(new Event(MOVED))
}

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href" | "id"> {
  readonly screen: Screen
  readonly id?: string | undefined
}

/** A link to a screen: a real address, so that it opens in a new tab as any link does. */
export function ScreenLink({ screen, id, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    openScreen(screen, id)
  }
  return (
    <a {...rest} href={pathOf(screen, id)} onClick={follow}>
      {children}
    </a>
  )
}
