import "./no-eval.ts"
import "./ui/base.css"
import { QueryClientProvider } from "@tanstack/react-query"
import { lazy, StrictMode, Suspense } from "react"
import { createRoot } from "react-dom/client"
import { CityProvider } from "./city/city.tsx"
import { CityQueries } from "./data/city-queries.ts"
import { usePath } from "./router/router.tsx"
import { RefusedError } from "./ui/api.ts"
import { SpeechProvider } from "./ui/language.tsx"

// Each face is its own download: a phone in the rain does not fetch the console's map.
const Console = lazy(() => import("./console/console.tsx"))
const Field = lazy(() => import("./field/field.tsx"))
const Approve = lazy(() => import("./approve/approve.tsx"))

const queries = new CityQueries({
  defaultOptions: {
    // Live events say when something changed; nothing gets old by itself.
    // A city's own network may have no way to the internet, which browsers call "offline": ask nevertheless.
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: Number.POSITIVE_INFINITY,
      retry: (failures, error) => failures < 2 && !(error instanceof RefusedError && error.problem.status < 500),
    },
  },
})

function Face() {
  const path = usePath()
  if (path.startsWith("/approve")) return <Approve />
  return path.startsWith("/field") ? <Field /> : <Console />
}

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <SpeechProvider>
        <CityProvider>
          <Suspense fallback={null}>
            <Face />
          </Suspense>
        </CityProvider>
      </SpeechProvider>
    </QueryClientProvider>
  </StrictMode>,
)
