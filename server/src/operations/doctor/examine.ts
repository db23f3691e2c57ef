import type { X509Certificate } from "node:crypto"
import fs from "node:fs"
import type { Settings } from "../../platform/config/index.ts"
import { findAttempt, findCertificate, loadTls, readAcmePlan } from "../../platform/tls/index.ts"
import { listBackups } from "../backup-history.ts"
import type { Finding } from "./finding.ts"
import type { AcmeFacts } from "./judge-acme.ts"
import { judgeBackups, judgeDatabase, judgeLog, type Looked } from "./judge-database.ts"
import { judgeMachine } from "./judge-machine.ts"
import { judgeNetwork } from "./judge-network.ts"
import { readMachineFacts } from "./machine.ts"
import { examinePorts } from "./ports.ts"

export interface ExamineOptions {
  readonly settings: Settings
  /** Whether the server of this data folder runs. */
  readonly running: boolean
  readonly database: Looked
}

/** Looks at everything a city stands on, and says of each part what is off and how to mend it. */
export async function examine({ settings, running, database }: ExamineOptions): Promise<Finding[]> {
  const machine = await readMachineFacts(settings.HOLDFAST_DATA)
  const facts = database instanceof Error ? undefined : database
  const newestAt = facts?.log?.newestAt ? new Date(facts.log.newestAt) : undefined
  const { now } = machine.clock
  const proof = settings.HOLDFAST_ACME_DIRECTORY ? { HOLDFAST_ACME_PORT: settings.HOLDFAST_ACME_PORT } : {}
  const ports = { PORT: settings.PORT, MQTT_PORT: settings.MQTT_PORT, ...proof }
  return [
    ...judgeMachine(machine, newestAt),
    ...judgeDatabase(database),
    ...judgeLog(database),
    // Without a city there is nothing to make a backup of.
    ...(database ? judgeBackups(listBackups(settings.HOLDFAST_DATA), (file) => fs.existsSync(file), now) : []),
    ...judgeNetwork({
      host: settings.HOST,
      publicUrl: settings.HOLDFAST_PUBLIC_URL,
      trustsProxy: Boolean(settings.HOLDFAST_TRUST_PROXY),
      ...readCertificate(settings),
      city: facts?.city ?? undefined,
      now,
    }),
    ...(await examinePorts(settings.HOST, ports, running)),
  ]
}

/** The certificate of either kind, or why there can be none. */
function readCertificate(settings: Settings): { certificate: X509Certificate | Error | undefined; acme?: AcmeFacts } {
  try {
    const plan = readAcmePlan(settings)
    if (!plan) return { certificate: loadTls(settings)?.certificate }
    const certificate = findCertificate(plan.folder, plan.host)?.certificate
    return { certificate, acme: { host: plan.host, certificate, attempt: findAttempt(plan.folder) } }
  } catch (error) {
    return { certificate: error as Error }
  }
}
