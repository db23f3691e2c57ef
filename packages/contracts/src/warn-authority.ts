import { z } from "zod"
import { AreaRef, Bilingual, Level, levels, Timestamp } from "./common.ts"
import { areaKinds } from "./places.ts"
import { PersonProof } from "./proof.ts"
import { Role } from "./session.ts"

/**
 * In which way a warning of one hazard and level goes out here. *issue*: this city says it itself; *relay*: another body issued it, and
 * the city passes it on, marked so; *ask*: another body issues it, and the city only asks that body, which is not public.
 */
export const authorityModes = ["issue", "relay", "ask"] as const
export const AuthorityMode = z.enum(authorityModes)
export type AuthorityMode = z.infer<typeof AuthorityMode>

const Name = Bilingual.refine((text) => text["zh-CN"].trim() !== "" && text.en.trim() !== "", "filled in both languages")

/** Who does one of the two halves: a post with its role, and the smallest kind of area that the account must stand for. */
export const AuthorityPost = z.strictObject({
  post: Name,
  role: Role,
  /** *district*: an account of a district, or of more. An account without an area of its own stands for the city. */
  over: z.enum(areaKinds),
})
export type AuthorityPost = z.infer<typeof AuthorityPost>

/** Who may say what, as a pack has it for one jurisdiction and some levels. Where a pack says nothing, the city issues by the roles alone. */
export const PackAuthority = z.strictObject({
  jurisdiction: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  levels: z.array(z.enum(levels)).min(1).max(levels.length),
  mode: AuthorityMode,
  /** The body that issues: the city's own office, or the other one. */
  issuer: Name,
  /** Law, plan, or agreement that says so. */
  why: Name,
  writes: AuthorityPost.optional(),
  approves: AuthorityPost.optional(),
  /** How to ask the issuer; with `mode: ask` an address or a number is needed. */
  contact: z
    .strictObject({ email: z.email().max(200).optional(), phone: z.string().trim().min(3).max(40).optional() })
    .optional(),
})
export type PackAuthority = z.infer<typeof PackAuthority>

/** Whose warning a relayed one is, and which: its CAP identifier, or the number of the document. */
export const OriginalWarning = z.object({ issuer: Bilingual, reference: z.string().trim().min(1).max(200) })
export type OriginalWarning = z.infer<typeof OriginalWarning>
export const SetOriginal = z.object({ reference: OriginalWarning.shape.reference })

/**
 * On whose word a warning was sent. *approved*: a second person read it; *standing*: two people had allowed it before, for its hazard and
 * level; *alone*: one person, because nobody answered.
 */
export const warningBases = ["approved", "standing", "alone"] as const
export type WarningBasis = (typeof warningBases)[number]

/** Why one person sent alone, for the public count; the words beside it are for the review. */
export const aloneCategories = ["nobody-on-duty", "nobody-answered", "no-connection"] as const
export type AloneCategory = (typeof aloneCategories)[number]

/** A call to an approver: the first at once, the next after 90 s without an answer, then the third. */
export const CallOut = z.object({
  step: z.int().min(1),
  role: z.string(),
  /** Null once the account is gone. */
  name: Bilingual.nullable(),
  dueAt: Timestamp,
  /** Null while somebody before is still being waited for. */
  calledAt: Timestamp.nullable(),
})
export type CallOut = z.infer<typeof CallOut>

/** Another body was asked to issue. */
export const IssuerRequest = z.object({ id: z.uuid(), issuer: Bilingual, askedAt: Timestamp, askedByRole: z.string() })

/** Who may do what with one warning, and how the call for an approver stands. */
export const WarningAuthority = z.object({
  mode: AuthorityMode,
  /** Null where the pack says nothing: the city issues by its roles alone. */
  entry: PackAuthority.omit({ jurisdiction: true, levels: true }).nullable(),
  /** Whether the reader's role and area are those that write, and that approve, by the pack. */
  mayWrite: z.boolean(),
  mayApprove: z.boolean(),
  original: OriginalWarning.nullable(),
  requests: z.array(IssuerRequest),
  calls: z.array(CallOut),
  /** From when its author could send alone, unless somebody answers before; null for what does not wait. */
  aloneFrom: Timestamp.nullable(),
})
export type WarningAuthority = z.infer<typeof WarningAuthority>

/** The prepared request to another body: nothing was sent by the system. */
export const PreparedRequest = z.object({
  request: IssuerRequest,
  subject: z.string(),
  text: z.string(),
  mailto: z.string().nullable(),
})
export type PreparedRequest = z.infer<typeof PreparedRequest>

/** What calls the reader now. */
export const CallsOfReader = z.object({
  approve: z.array(
    z.object({
      warning: z.uuid(),
      code: z.string(),
      level: Level,
      headline: Bilingual,
      areas: z.array(AreaRef),
      calledAt: Timestamp,
    }),
  ),
  /** Warnings of the reader that end soon. */
  ending: z.array(z.object({ warning: z.uuid(), code: z.string(), level: Level, headline: Bilingual, expires: Timestamp })),
})
export type CallsOfReader = z.infer<typeof CallsOfReader>

/** One person alone, because nobody answered. */
export const SendAlone = z.object({
  version: z.string().min(1).max(64),
  category: z.enum(aloneCategories),
  reason: z.string().trim().min(10).max(500),
  proof: PersonProof.optional(),
})

/** Nobody allows something for longer than this at once. */
export const STANDING_MAX_DAYS = 365

/** What two people allow before: that warnings of one hazard and level go out by themselves, until a date. */
export const StandingAuthorisation = z.object({
  id: z.uuid(),
  code: z.string(),
  hazard: z.string(),
  level: Level,
  state: z.enum(["proposed", "in-force", "over"]),
  until: Timestamp,
  proposedAt: Timestamp,
  proposedByRole: z.string(),
  /** Whether the reader proposed it, who cannot allow it too. */
  mine: z.boolean(),
  approvedAt: Timestamp.nullable(),
  /** Who proposed and who allowed; null once the names are gone. */
  names: z.array(Bilingual.nullable()),
})
export type StandingAuthorisation = z.infer<typeof StandingAuthorisation>
export const ProposeStanding = z.object({ hazard: z.string().max(64), level: Level, until: Timestamp })
export type ProposeStanding = z.infer<typeof ProposeStanding>

/** Who may say what in this city: the entries of its packs that hold here, and what is allowed before. */
export const CityAuthority = z.object({
  entries: z.array(
    z.object({
      hazard: z.string(),
      hazardName: Bilingual,
      level: Level,
      entry: PackAuthority.omit({ jurisdiction: true, levels: true }).nullable(),
    }),
  ),
  standing: z.array(StandingAuthorisation),
  /** Warnings that one person sent alone in the city's year so far. */
  alone: z.array(z.object({ code: z.string(), category: z.enum(aloneCategories), sentAt: Timestamp })),
})
export type CityAuthority = z.infer<typeof CityAuthority>
