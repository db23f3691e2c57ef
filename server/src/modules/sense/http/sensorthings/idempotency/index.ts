export { KeptAnswers, type Note, type Once } from "./kept-answers.ts"
export { noteBody, readKeyed } from "./read-keyed.ts"
