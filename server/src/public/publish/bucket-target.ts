import { createHash } from "node:crypto"
import { AwsClient } from "aws4fetch"
import { publicErrors } from "../errors.ts"
import type { PublishTarget } from "./publish-target.ts"

const TIMEOUT_MS = 30_000
const RETRIES = 3
const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  atom: "application/atom+xml; charset=utf-8",
  jpg: "image/jpeg",
  xml: "application/cap+xml; charset=utf-8",
}

export interface BucketSettings {
  /** Address of the bucket, with the folder in it: `https://s3.example/city/site`. */
  readonly address: string
  readonly region: string
  readonly keyId: string
  readonly secret: string
}

/**
 * A bucket of an object store that speaks S3 (signature version 4), with the bucket in the path. An object is replaced whole. What is
 * there already is known only since this start, so the first round writes everything.
 */
export function bucketTarget({ address, region, keyId, secret }: BucketSettings): PublishTarget {
  const client = new AwsClient({ accessKeyId: keyId, secretAccessKey: secret, service: "s3", region, retries: RETRIES })
  const root = new URL(address.replace(/\/?$/, "/"))
  const [, bucket = "", ...folder] = root.pathname.split("/")
  const written = new Map<string, string>()
  const ask = async (
    url: URL,
    init: { method: string; body?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> },
  ) => {
    const answer = await client.fetch(url.href, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" })
    if (!answer.ok) throw publicErrors.PUBLISH_REFUSED({ status: answer.status, address: root.host })
    return answer.text()
  }
  return {
    put: async (file, body) => {
      const digest = createHash("sha256").update(body).digest("hex")
      if (written.get(file) === digest) return false
      const type = types[file.split(".").at(-1)!] ?? "application/octet-stream"
      const headers = { "content-type": type, "cache-control": "no-cache", "x-amz-content-sha256": digest }
      await ask(new URL(file.slice(1), root), { method: "PUT", body, headers })
      written.set(file, digest)
      return true
    },
    list: async (name) => {
      const prefix = `${folder.join("/")}${name.slice(1)}/`
      const query = new URLSearchParams({ "list-type": "2", delimiter: "/", prefix })
      const listing = await ask(new URL(`/${bucket}?${query}`, root), { method: "GET" })
      return [...listing.matchAll(/<Prefix>([^<]+)\/<\/Prefix>/g)].map(([, found]) => found!.split("/").at(-1)!)
    },
  }
}
