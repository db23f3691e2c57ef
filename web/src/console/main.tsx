import "../no-eval.ts"
import "../ui/base.css"
import "./console.css"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { SpeechProvider } from "../ui/language.tsx"
import { Console } from "./console.tsx"

const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 2 } } })

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <SpeechProvider>
        <Console />
      </SpeechProvider>
    </QueryClientProvider>
  </StrictMode>,
)
