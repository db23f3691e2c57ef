import { PasskeyAnswer, type PersonProof, type ProofNeeded } from "@holdfast/contracts"
import { type FormEvent, type ReactNode, useId, useState } from "react"
import { askProof } from "../../data/authority.ts"
import { useSpeech } from "../language.tsx"

interface Asking {
  readonly needed: ProofNeeded
  readonly isPasskeyLost: boolean
  readonly settle: (proof: PersonProof) => void
  readonly cancel: () => void
}

/** Somebody closed the question: what they wanted to do is not done, and nothing is wrong. */
class ProofCancelled extends Error {
  override readonly name = "ProofCancelled"
}

export interface Prover {
  /** Proves for one act that whoever signed in still sits here. Undefined where there is nothing to prove it with; throws when it is given up. */
  prove(about: string): Promise<PersonProof | undefined>
  /** The question for password and code, where it is asked; to be put beside the button. */
  readonly form: ReactNode
}

/** The proof before an act that a session alone does not carry: the passkey, or password and code where there is none or it fails. */
export function useProof(): Prover {
  const [asking, setAsking] = useState<Asking>()
  const ask = (needed: ProofNeeded, isPasskeyLost: boolean) =>
    new Promise<PersonProof>((resolve, reject) => {
      const end = () => setAsking(undefined)
      setAsking({
        needed,
        isPasskeyLost,
        settle: (proof) => (end(), resolve(proof)),
        cancel: () => (end(), reject(new ProofCancelled())),
      })
    })
  const prove = async (about: string) => {
    const needed = await askProof(about)
    if (needed.passkey && isKnown()) {
      const passkey = await usePasskey(needed.passkey).catch(() => undefined)
      if (passkey) return { passkey }
      if (!needed.by.includes("password")) throw new ProofCancelled()
      return ask(needed, true)
    }
    return needed.by.includes("password") ? ask(needed, false) : undefined
  }
  return { prove, form: asking && <PasswordForm asking={asking} /> }
}

/** Whether somebody only changed their mind, or their passkey did not answer. */
export function isCancelled(error: unknown): boolean {
  return error instanceof ProofCancelled
}

const isKnown = () => typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential

async function usePasskey(options: Record<string, unknown>): Promise<PasskeyAnswer> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON)
  const answer = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
  return PasskeyAnswer.parse(answer.toJSON())
}

function PasswordForm({ asking }: { asking: Asking }) {
  const { words } = useSpeech()
  const [password, setPassword] = useState("")
  const [code, setCode] = useState("")
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    asking.settle({ password, code: code.trim() })
  }
  return (
    <form className="block" onSubmit={submit}>
      {asking.isPasskeyLost && (
        <p className="attention" role="alert">
          ! {words("authority:proof.failed")}
        </p>
      )}
      <label className="field-label" htmlFor={`${id}p`}>
        {words("authority:proof.password")}
      </label>
      <input
        id={`${id}p`}
        className="field-input"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <label className="field-label" htmlFor={`${id}c`}>
        {words("authority:proof.code")}
      </label>
      <input
        id={`${id}c`}
        className="field-input"
        autoComplete="one-time-code"
        inputMode="text"
        required
        minLength={6}
        maxLength={32}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <p className="actions">
        <button type="submit" className="button button-main">
          {words("authority:proof.go")}
        </button>
        <button type="button" className="button" onClick={asking.cancel}>
          {words("console:cancel")}
        </button>
      </p>
    </form>
  )
}
