import type { RetentionClass } from "../log/index.ts"

/**
 * What a column may hold. *none* says nothing about a person. *personal* and *sensitive* say what for, who reads it, and for how
 * long; the words for people stand in the language files under the same keys.
 */
export type ColumnDeclaration =
  | "none"
  | {
      readonly holds: "personal" | "sensitive"
      readonly purpose: string
      readonly readers: readonly string[]
      readonly retention: RetentionClass
    }

/** Every column of every table of a module. The suite fails on a column that is not declared, and on one that does not exist. */
export type PrivacyManifest = { readonly [table: string]: { readonly [column: string]: ColumnDeclaration } }
