import { useInDrill } from "../../data/drill.ts"
import { useMay } from "../../data/session.ts"
import { useSpeech } from "../../ui/language.tsx"

/** A drill that a city starts listens on the machine of its server alone. */
const here = ["localhost", "127.0.0.1", "[::1]"]

/** Opens a drill of one's own to practise in: another process, another address, nobody outside. */
export function TrainButton() {
  const { words } = useSpeech()
  const inDrill = useInDrill()
  const may = useMay("read-operations")
  if (inDrill || !may) return null
  if (!here.includes(location.hostname)) return <p className="quiet">{words("authority:tour.elsewhere")}</p>
  return (
    <form method="post" action="/api/drills" target="_blank">
      <p className="quiet">{words("authority:tour.means")}</p>
      <button className="button" name="cast" value="visitors">
        {words("authority:tour.open")}
      </button>
    </form>
  )
}
