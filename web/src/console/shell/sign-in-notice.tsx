import "./sign-in-notice.css"
import { useSession } from "../../data/session.ts"
import { useSpeech } from "../../ui/language.tsx"

/** Says that nobody is signed in here, and where to do it. In a demo everybody chooses who to be. */
export function SignInNotice({ words: text }: { words: string }) {
  const { words } = useSpeech()
  const session = useSession()
  if (!session || session.account !== null) return null
  return (
    <p className="sign-in-notice" role="status">
      <span>{text}</span> <a href={session.world === "demo" ? "/demo" : "/sign-in"}>{words("console:person.signIn")}</a>
    </p>
  )
}
