import { z } from "zod"

export const FORMAT = 1

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** Where a file of the backup may go in the data folder: nowhere else, whoever wrote the backup. What is written keeps to it too. */
export const FilePath = z.string().regex(/^(log-roots\.jsonl|(blobs|keys)(\/(?!\.\.?(\/|$))[\w.-]+)+)$/)

const Begin = z.object({
  kind: z.literal("begin"),
  format: z.literal(FORMAT),
  at: z.iso.datetime(),
  engine: z.enum(["pglite", "postgres"]),
  migrations: z.array(z.object({ name: z.string(), checksum: Sha256 })),
})
const QualifiedName = z.string().regex(/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/)
const PartitionBound = z.string().regex(/^(DEFAULT|FOR VALUES FROM \([\w ':.+,-]+\) TO \([\w ':.+,-]+\))$/)
const TableBegin = z.object({
  kind: z.literal("table"),
  name: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  /** They become statements when they are restored, so nothing else than a name and a range of text or numbers gets through. */
  partitions: z.array(z.object({ name: QualifiedName, bound: PartitionBound })).default([]),
})
/** Values as PostgreSQL writes them as text, which both engines read alike; geometry is EWKB in hex. */
const Rows = z.object({ kind: z.literal("rows"), rows: z.array(z.array(z.string().nullable())) })
const Sequences = z.object({ kind: z.literal("sequences"), values: z.array(z.object({ name: z.string(), value: z.string() })) })
const FileBegin = z.object({ kind: z.literal("file"), path: FilePath })
const Piece = z.object({ kind: z.literal("piece"), base64: z.base64() })
/** The manifest comes last, because only then is everything counted. `sha256` covers all lines before this one. */
const End = z.object({
  kind: z.literal("end"),
  tables: z.array(z.object({ name: z.string(), rows: z.int(), sha256: Sha256 })),
  files: z.array(z.object({ path: FilePath, bytes: z.int(), sha256: Sha256 })),
  sha256: Sha256,
})

/** One line of the content of a backup: gzip of lines of JSON. */
export const BackupRecord = z.discriminatedUnion("kind", [Begin, TableBegin, Rows, Sequences, FileBegin, Piece, End])
export type BackupRecord = z.infer<typeof BackupRecord>
export type BackupBegin = z.infer<typeof Begin>
export type BackupEnd = z.infer<typeof End>
