/** Pages load nothing from elsewhere and tell nobody where their reader came from. */
export const securityHeaders = {
  "content-security-policy":
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "permissions-policy": "geolocation=(self), camera=(self), microphone=()",
  "cross-origin-opener-policy": "same-origin",
}
