import { MUTE_MAX_MIN, muteReasons, type SoundMute } from "@holdfast/contracts"
import { useState } from "react"
import { useMute } from "../../data/sound.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

const minutesToChoose = [5, MUTE_MAX_MIN]

/** Silence for some minutes, with the reason that everybody sees; or the way back before they are over. */
export function MuteForm({ own }: { own: SoundMute | undefined }) {
  const { words, formats } = useSpeech()
  const [reason, setReason] = useState<(typeof muteReasons)[number]>(muteReasons[0])
  const mute = useMute()
  if (own) {
    return (
      <>
        <p>{words("console:sound.mutedUntil", { at: formats.time(new Date(own.until)) })}</p>
        <p>
          <button type="button" className="button button-main" disabled={mute.isPending} onClick={() => mute.mutate("on")}>
            {words("console:sound.unmute")}
          </button>
        </p>
        {mute.isError && <Trouble error={mute.error} />}
      </>
    )
  }
  return (
    <>
      <fieldset className="choices">
        <legend>{words("console:sound.mute")}</legend>
        {muteReasons.map((option) => (
          <label key={option} className="choice">
            <input type="radio" name="mute-reason" checked={reason === option} onChange={() => setReason(option)} />
            {words(`console:muteReason.${option}`)}
          </label>
        ))}
      </fieldset>
      <p className="sound-row">
        {minutesToChoose.map((minutes) => (
          <button
            key={minutes}
            type="button"
            className="button"
            disabled={mute.isPending}
            onClick={() => mute.mutate({ reason, minutes })}
          >
            {words("console:sound.muteFor", { count: minutes })}
          </button>
        ))}
      </p>
      <p className="quiet">{words("console:sound.muteMeans")}</p>
      {mute.isError && <Trouble error={mute.error} />}
    </>
  )
}
