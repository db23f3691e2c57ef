import { QueryObserver } from "@tanstack/react-query"
import { expect, test } from "vitest"
import { CityQueries } from "./city-queries.ts"

test("what is being loaded when news comes is asked again afterwards, once for all of the news", async () => {
  const queries = new CityQueries()
  const answers: ((value: string) => void)[] = []
  const queryFn = () => new Promise<string>((resolve) => void answers.push(resolve))
  const observer = new QueryObserver(queries, { queryKey: ["warn", "card"], queryFn, staleTime: Number.POSITIVE_INFINITY })
  const seen: (string | undefined)[] = []
  const end = observer.subscribe(({ data }) => void seen.push(data))
  await expect.poll(() => answers.length).toBe(1)
  for (let news = 0; news < 3; news += 1) void queries.invalidateQueries({ queryKey: ["warn"] })
  expect(answers.length).toBe(1)
  answers[0]!("before the news")
  await expect.poll(() => answers.length).toBe(2)
  answers[1]!("after it")
  await expect.poll(() => seen.at(-1)).toBe("after it")
  expect(seen).toContain("before the news")
  expect(answers.length).toBe(2)
  end()
  queries.clear()
})
