import { CityRule, RuleList, type SwitchRule, Trial, TrialProgress, type TryRule, type WriteRule } from "@holdfast/contracts"
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { ask } from "../ui/api.ts"

const PROGRESS_EVERY_MS = 700

export const rulesQuery = queryOptions({ queryKey: ["sense", "rules"], queryFn: () => ask(RuleList, "/api/rules") })

export function useWriteRule() {
  return useChange((rule: WriteRule) => ask(CityRule, "/api/rules", { method: "POST", body: rule }))
}

export function useSwitchRule() {
  return useChange(({ id, ...body }: SwitchRule & { readonly id: string }) =>
    ask(CityRule, `/api/rules/${encodeURIComponent(id)}/switch`, { method: "POST", body }),
  )
}

function useChange<T>(change: (given: T) => Promise<CityRule>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: change, onSettled: () => queries.invalidateQueries({ queryKey: ["sense", "rules"] }) })
}

/** Tries a rule on history; how far it is, and the way to stop it. Who leaves the page stops it too. */
export function useTrial() {
  const trial = useMutation({ mutationFn: (asked: TryRule) => ask(Trial, "/api/rules/try", { method: "POST", body: asked }) })
  const running = trial.isPending ? trial.variables.trial : undefined
  const progress = useQuery({
    queryKey: ["rule-trial", running],
    queryFn: () => ask(TrialProgress, `/api/rules/trials/${running}`),
    enabled: running !== undefined,
    refetchInterval: PROGRESS_EVERY_MS,
  })
  useEffect(() => (running ? () => void stopTrial(running) : undefined), [running])
  return {
    ...trial,
    share: progress.data?.share ?? 0,
    start: (asked: TryRule) => trial.mutate({ ...asked, trial: crypto.randomUUID() }),
    stop: () => running && void stopTrial(running),
  }
}

/** Stopping what is over already is no mistake, and a server that cannot be reached runs no trial for us. */
function stopTrial(trial: string): Promise<unknown> {
  return ask(TrialProgress, `/api/rules/trials/${trial}`, { method: "DELETE" }).catch(() => undefined)
}
