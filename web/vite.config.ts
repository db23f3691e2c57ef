import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"

export default defineConfig({
  plugins: [react()],
  worker: { format: "es" },
  build: {
    target: "es2022",
    sourcemap: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // What keeps the schema library from making code out of text has to run before the first schema is made, in whatever chunk.
      output: { codeSplitting: { groups: [{ name: "schema", test: /no-eval\.ts$|node_modules[\\/]zod[\\/]/ }] } },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080" } },
})
