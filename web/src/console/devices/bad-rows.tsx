import type { BadDeviceRow } from "@holdfast/contracts"
import { useSpeech } from "../../ui/language.tsx"

/** Refused rows: where, what stands there, and what to do about it. */
export function BadRows({ rows, bad }: { rows: readonly BadDeviceRow[]; bad: number }) {
  const { words, language } = useSpeech()
  return (
    <>
      <table className="data-table device-table">
        <thead>
          <tr>
            {["line", "column", "value", "mend"].map((column) => (
              <th key={column} scope="col">
                {words(`devices:report.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, column, value, rule, allowed = "" }) => (
            <tr key={`${line} ${column} ${rule}`}>
              <td>{words("devices:report.lineOf", { line })}</td>
              <td className="code">{column || words("devices:report.whole")}</td>
              <td lang={language}>{value === "" ? words("devices:report.empty") : `“${value}”`}</td>
              <td>{words(`devices:rules.${rule}`, { allowed })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length < bad && <p className="quiet">{words("devices:report.more", { count: rows.length })}</p>}
    </>
  )
}
