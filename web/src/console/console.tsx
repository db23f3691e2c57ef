import "./console.css"
import { useEffect, useRef } from "react"
import { useInDrill } from "../data/drill.ts"
import type { Screen } from "../router/route.ts"
import { useRoute } from "../router/router.tsx"
import { useSpeech } from "../ui/language.tsx"
import { Channels } from "./channels/channels.tsx"
import { Credentials } from "./credentials/credentials.tsx"
import { Devices } from "./devices/devices.tsx"
import { Incidents } from "./incidents/incidents.tsx"
import { Journal } from "./journal/journal.tsx"
import { KeysProvider } from "./keys/keys.tsx"
import { Outages } from "./outages/outages.tsx"
import { Outside } from "./outside/outside.tsx"
import { Requests } from "./requests/requests.tsx"
import { Reviews } from "./reviews/reviews.tsx"
import { Roster } from "./roster/roster.tsx"
import { Rules } from "./rules/rules.tsx"
import { BottomBar } from "./shell/bottom-bar.tsx"
import { DrillFrame } from "./shell/drill-bar.tsx"
import { FindDialog } from "./shell/find.tsx"
import { GeneralKeys } from "./shell/general-keys.tsx"
import { SignInNotice } from "./shell/sign-in-notice.tsx"
import { StatusBar } from "./shell/status-bar.tsx"
import { SoundCheck } from "./sound/sound-check.tsx"
import { Sources } from "./sources/sources.tsx"
import { ThreadView } from "./thread/thread.tsx"
import { Tour } from "./training/tour.tsx"
import { CallStrip } from "./warnings/call-strip.tsx"
import { Warnings } from "./warnings/warnings.tsx"
import { Watch } from "./watch/watch.tsx"

const views: Readonly<Record<Screen, (props: { id: string | undefined }) => React.ReactNode>> = {
  watch: Watch,
  warnings: Warnings,
  incidents: Incidents,
  outages: Outages,
  requests: Requests,
  journal: Journal,
  reviews: Reviews,
  thread: ThreadView,
  devices: Devices,
  credentials: Credentials,
  outside: Outside,
  sources: Sources,
  channels: Channels,
  rules: Rules,
  roster: Roster,
}

/** The face of the people on duty. */
export default function Console() {
  const { words } = useSpeech()
  const { screen, id } = useRoute()
  const drill = useInDrill()
  const main = useRef<HTMLElement>(null)
  const View = views[screen]
  useEffect(() => {
    document.title = `${drill ? "演练 " : ""}${words(`console:nav.${screen}`)} · ${words("console:title")}`
  }, [words, screen, drill])
  const shown = useRef(screen)
  useEffect(() => {
    // Who opens another screen by key or link goes on reading there.
    if (shown.current !== screen) main.current?.focus()
    shown.current = screen
  }, [screen])
  return (
    <KeysProvider>
      <a className="skip" href="#content">
        {words("console:skip")}
      </a>
      <DrillFrame />
      <StatusBar />
      <SoundCheck />
      <CallStrip />
      <Tour />
      {/* Before the screen: whoever registers later answers a key, and the screen knows better. */}
      <GeneralKeys />
      <main id="content" ref={main} tabIndex={-1} className={screen === "watch" ? "main-watch" : "main-page"}>
        <SignInNotice words={words("console:person.signInFirst")} />
        <View id={id} />
      </main>
      <BottomBar />
      <FindDialog />
    </KeysProvider>
  )
}
