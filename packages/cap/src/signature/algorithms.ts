/** Names of what is allowed in a signature, and nothing else is: no transform that computes, nothing older than SHA-256. */
export const DSIG = "http://www.w3.org/2000/09/xmldsig#"
export const DSIG11 = "http://www.w3.org/2009/xmldsig11#"
export const ENVELOPED = `${DSIG}enveloped-signature`
export const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
export const SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
export const ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
export const P256 = "urn:oid:1.2.840.10045.3.1.7"

/** Canonical forms without comments: exclusive or not. */
export const canonicalForms: ReadonlyMap<string, boolean> = new Map([
  [EXCLUSIVE, true],
  ["http://www.w3.org/TR/2001/REC-xml-c14n-20010315", false],
  ["http://www.w3.org/2006/12/xml-c14n11", false],
])
export const signatureMethods: ReadonlyMap<string, "rsa" | "ecdsa"> = new Map([
  ["http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "rsa"],
  [ECDSA_SHA256, "ecdsa"],
])
