import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components"
import { useCityNow } from "../../city/clock.tsx"
import { useSession } from "../../data/session.ts"
import { useMutes } from "../../data/sound.ts"
import { useSpeech } from "../../ui/language.tsx"
import { roleWord } from "../say.ts"
import { HearingTest } from "./hearing-test.tsx"
import { MuteForm } from "./mute-form.tsx"
import { useAlarm } from "./use-alarm.ts"
import { useSound, useWakeSound } from "./use-sound.ts"

/** Says whether this console is heard, proves it with a tone, and is silent for some minutes when asked; who else is, stands beside it. */
export function SoundSwitch() {
  const { words, formats } = useSpeech()
  const sound = useSound(useSession()?.account)
  const mutes = useMutes(useCityNow())
  const own = mutes.find(({ mine }) => mine)
  useWakeSound()
  useAlarm()
  const off = !sound.allowed || sound.heard === "no"
  const state = off
    ? `! ${words("console:sound.off")}`
    : own
      ? `! ${words("console:sound.muted", { at: formats.time(new Date(own.until)) })}`
      : words("console:sound.on")
  return (
    <>
      <DialogTrigger>
        <Button className={off || own ? "bar-button attention" : "bar-button"}>{state}</Button>
        <Popover placement="bottom">
          <Dialog className="person-menu sound-panel" aria-label={words("console:sound.title")}>
            {off && <p className="attention">{words(`console:sound.${sound.allowed ? "notHeard" : "blocked"}`)}</p>}
            <p className="sound-row">
              <HearingTest sound={sound} />
            </p>
            <MuteForm own={own} />
          </Dialog>
        </Popover>
      </DialogTrigger>
      {mutes
        .filter(({ mine }) => !mine)
        .map(({ role, reason, until, mutedAt }) => (
          <span key={`${role} ${mutedAt}`} className="bar-muted attention">
            !{" "}
            {words("console:sound.otherMuted", {
              role: roleWord(words, role),
              reason: words(`console:muteReason.${reason}`),
              at: formats.time(new Date(until)),
            })}
          </span>
        ))}
    </>
  )
}
