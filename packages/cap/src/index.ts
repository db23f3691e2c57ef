export { fromCapTime, isCapTime, toCapTime } from "./cap-time.ts"
export type {
  CapAlert,
  CapAlertInput,
  CapArea,
  CapCircle,
  CapInfo,
  CapNamed,
  CapPolygon,
  CapReference,
  CapResource,
} from "./model.ts"
export { formatGbtIdentifier, fromGbtTime, type GbtIdentifier, parseGbtIdentifier, toGbtTime } from "./profiles/gbt-35965.ts"
export { type CapProfile, capProfiles } from "./profiles/profiles.ts"
export type { CapDistribution, CapKind, CapLink } from "./read/feeds.ts"
export { type CapMessage, readCap, readCapJson } from "./read/read-cap.ts"
export {
  type CapDocument,
  type CapLimits,
  type CapOptions,
  type CapReading,
  capLimits,
  readCapDocument,
} from "./read/read-document.ts"
export { type CapCode, type CapProblem, type CapVerdict, capRules } from "./rules.ts"
export { type CapCrypto, webCrypto } from "./signature/crypto.ts"
export { ecdsaInARow } from "./signature/ecdsa-in-a-row.ts"
export type { PublicKey } from "./signature/public-key.ts"
export type { SignatureFault } from "./signature/read-signature.ts"
export { type CapSigner, signCap } from "./signature/sign.ts"
export { type CapSignature, type CapTrusted, type VerifyOptions, verifyCap } from "./signature/verify.ts"
export { CAP_NAMESPACE, type CapVersion } from "./structure.ts"
export { CapNotWritten, type CapXml, writeCap } from "./write.ts"
export { findNonXml } from "./xml/xml-text.ts"
