import { approvalOf, type Warning } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import { type ReactNode, useState } from "react"
import { useStep } from "../../data/warn.ts"
import { isCancelled, useProof } from "../../ui/proof/use-proof.tsx"

export interface Approval {
  readonly read: readonly Language[]
  tick(language: Language): void
  approve(): void
  reject(reason: string): void
  readonly busy: boolean
  readonly error: Error | null
  /** The question for the proof, where it has to be typed. */
  readonly form: ReactNode
}

/** The two answers to what waits: approved with each language ticked and a fresh proof, or sent back. Ticks count for one version. */
export function useApproval(warning: Warning): Approval {
  const version = warning.version ?? ""
  const [read, setRead] = useState<{ readonly version: string; readonly languages: readonly Language[] }>({
    version,
    languages: [],
  })
  const [proving, setProving] = useState(false)
  const [trouble, setTrouble] = useState<Error | null>(null)
  const step = useStep(warning.id)
  const { prove, form } = useProof()
  // What was ticked in another version was not read in this one.
  const ticked = read.version === version ? read.languages : []
  const approve = async () => {
    setTrouble(null)
    setProving(true)
    try {
      const proof = await prove(approvalOf(warning.id, version))
      step.mutate({ verb: "approve", version, read: ticked, proof })
    } catch (error) {
      if (!isCancelled(error)) setTrouble(error as Error)
    } finally {
      setProving(false)
    }
  }
  return {
    read: ticked,
    tick: (which) =>
      setRead({ version, languages: ticked.includes(which) ? ticked.filter((other) => other !== which) : [...ticked, which] }),
    approve: () => void approve(),
    reject: (reason) => step.mutate({ verb: "reject", version, reason }),
    busy: proving || step.isPending,
    error: trouble ?? step.error,
    form,
  }
}
