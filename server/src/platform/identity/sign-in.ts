import type { FastifyReply, FastifyRequest } from "fastify"
import { type Proof, type ProofDoors, provePerson } from "./prove-person.ts"
import type { Sessions } from "./sessions.ts"

/** Signs in with password and second factor. Throws as `provePerson`. */
export async function signIn(
  doors: ProofDoors & { readonly sessions: Sessions },
  given: Proof,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  await doors.sessions.open(await provePerson(doors, given, request), reply)
}
