export { findBetters } from "./betters.ts"
export { findMusts, type Must } from "./musts.ts"
export { type Coached, type Mend, type Remark, textFields } from "./remark.ts"
