import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { type CapSigner, ecdsaInARow } from "@holdfast/cap"
import type { World } from "../../../platform/world/index.ts"

/** Who signs the messages of a world, and the public key by which others know it. */
export interface CitySigner extends CapSigner {
  /** SubjectPublicKeyInfo in PEM. */
  readonly publicKeyPem: string
}

const POINT_BYTES = 65
const signers = new WeakMap<World, CitySigner>()

/**
 * The signer of a world: one key in its data folder, `keys/cap-signing.pem`, made at the first start and readable by its owner only.
 * A drill has a folder of its own, and so a key that nobody trusts for the city.
 */
export function signerOf(world: World): CitySigner {
  const known = signers.get(world)
  if (known) return known
  const signer = openSigner(path.join(world.dataFolder, "keys"))
  signers.set(world, signer)
  return signer
}

function openSigner(folder: string): CitySigner {
  const file = path.join(folder, "cap-signing.pem")
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!fs.existsSync(file)) {
    const made = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey
    fs.writeFileSync(file, made.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx", flush: true })
  }
  const key = createPrivateKey(fs.readFileSync(file))
  const publicKey = createPublicKey(key)
  return {
    sha256: (bytes) => createHash("sha256").update(bytes).digest(),
    sign: (bytes) => ecdsaInARow(sign("sha256", bytes, key)),
    point: publicKey.export({ type: "spki", format: "der" }).subarray(-POINT_BYTES),
    publicKeyPem: publicKey.export({ type: "spki", format: "pem" }) as string,
  }
}
