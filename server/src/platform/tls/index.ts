export { AUTHORITY_PATH, authorityRoutes } from "./authority-routes.ts"
export { loadTls, type Tls, type TlsSettings } from "./load-tls.ts"
export { type CertificateFiles, makeCertificates } from "./make-certificates.ts"
