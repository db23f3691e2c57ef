export { type Config, loadConfig, type Setting, type Settings } from "./config.ts"
