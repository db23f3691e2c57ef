import { config } from "zod"

// The page's content-security policy forbids making code from text, which the schema library would try. Import this first.
config({ jitless: true })
