import { ScreenLink, useRoute } from "../../router/router.tsx"
import { useRunning } from "./running.ts"

/** One link for each list, saying what runs there. Stands in the bottom bar, and in the menu where that has no room. */
export function RunningLinks({ onFollow }: { onFollow?: () => void }) {
  const { screen } = useRoute()
  return useRunning().map((item) => (
    <li key={item.text}>
      <ScreenLink
        screen={item.screen}
        onClickCapture={onFollow}
        className={item.attention ? "running attention" : "running"}
        aria-current={item.screen === screen && !item.attention ? "page" : undefined}
      >
        {item.attention && "! "}
        {item.text}
      </ScreenLink>
    </li>
  ))
}
