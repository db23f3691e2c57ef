export { type AnsweredItem, type BatchAnswer, type BatchItem, type BatchRequest } from "./batch.ts"
export { readJsonBatch, writeJsonBatch } from "./json-batch.ts"
export { readMultipart } from "./read-multipart.ts"
export { writeMultipart } from "./write-multipart.ts"
