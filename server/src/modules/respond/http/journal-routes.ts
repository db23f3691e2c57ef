import { JournalNote, JournalPage, Problem, WriteJournal } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { permit } from "../../../platform/identity/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { readJournal } from "../read-journal.ts"
import type { Note } from "../store/journal-store.ts"
import { writeJournal } from "../write-journal.ts"

export function journalRoutes(world: World): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/journal",
      { schema: { operationId: "readJournal", response: { 200: JournalPage, 401: Problem } } },
      async (request) => {
        permit(request.actor, "read-operations")
        const { position, notes } = await readJournal(world)
        return { position, notes: notes.map(toContract) }
      },
    )
    app.post(
      "/journal",
      {
        schema: {
          operationId: "writeJournal",
          body: WriteJournal,
          response: { 201: JournalNote, 400: Problem, 401: Problem, 403: Problem, 409: Problem },
        },
      },
      async (request, reply) => {
        permit(request.actor, "respond.write-journal")
        return reply.status(201).send(toContract(await writeJournal(world, request.actor, request.body)))
      },
    )
  }
}

function toContract(note: Note): JournalNote {
  return { ...note, at: note.at.toISOString() }
}
