import "./call-strip.css"
import { useCalls } from "../../data/authority.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"

/** What calls the person who sits here, on every screen: a warning to approve, and one of their own that ends soon. */
export function CallStrip() {
  const { words, formats } = useSpeech()
  const calls = useCalls()
  if (!calls || calls.approve.length + calls.ending.length === 0) return null
  return (
    <div className="call-strip" role="alert">
      {calls.approve.map(({ warning, code, level }) => (
        <p key={warning}>
          <LevelMark level={level} form="draft" size={20} /> {words("authority:calls.approve", { code })}{" "}
          <ScreenLink screen="warnings" id={warning}>
            {words("authority:calls.open")}
          </ScreenLink>
        </p>
      ))}
      {calls.ending.map(({ warning, code, level, expires }) => (
        <p key={warning}>
          <LevelMark level={level} form="in-force" size={20} />{" "}
          {words("authority:calls.ending", { code, at: formats.time(new Date(expires)) })}{" "}
          <ScreenLink screen="warnings" id={warning}>
            {words("authority:calls.toWarning")}
          </ScreenLink>
        </p>
      ))}
    </div>
  )
}
