export { changeAt, createAt, deleteAt, patchAt, unlinkAt, type WritingPath, type Written } from "./write-path.ts"
