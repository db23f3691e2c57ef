export { signerOf } from "./city-signer.ts"
