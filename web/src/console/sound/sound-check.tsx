import "./sound.css"
import { useSession } from "../../data/session.ts"
import { useSpeech } from "../../ui/language.tsx"
import { HearingTest } from "./hearing-test.tsx"
import { useSound } from "./use-sound.ts"

/** Asks once after the sign-in whether alarms can be heard here. Goes with the answer, whichever it is. */
export function SoundCheck() {
  const { words } = useSpeech()
  const session = useSession()
  const sound = useSound(session?.account)
  if (!session?.account || sound.heard) return null
  return (
    <section className="sound-check" aria-label={words("console:sound.title")}>
      <span>{words("console:sound.ask")}</span>
      <HearingTest sound={sound} />
    </section>
  )
}
