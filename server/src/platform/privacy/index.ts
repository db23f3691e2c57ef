export type { ColumnDeclaration, PrivacyManifest } from "./manifest.ts"
