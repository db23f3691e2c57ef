import { useState } from "react"
import { useSpeech } from "../../ui/language.tsx"
import type { Sound } from "./use-sound.ts"

/** A tone, and the question whether it was heard: only an ear can say so. */
export function HearingTest({ sound }: { sound: Sound }) {
  const { words } = useSpeech()
  const [played, setPlayed] = useState(false)
  const test = () => void sound.test().then(() => setPlayed(true))
  return (
    <>
      <button type="button" className="button" onClick={test}>
        {words("console:sound.test")}
      </button>
      {played && (
        <>
          <span role="status">{words("console:sound.didYou")}</span>
          <button type="button" className="button" onClick={() => sound.answer("yes")}>
            {words("console:sound.yes")}
          </button>
          <button type="button" className="button" onClick={() => sound.answer("no")}>
            {words("console:sound.no")}
          </button>
        </>
      )}
    </>
  )
}
