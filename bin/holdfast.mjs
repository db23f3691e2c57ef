#!/usr/bin/env node
import { run } from "../tools/bootstrap.mjs"

run("cli/src/main.ts", process.argv.slice(2))
