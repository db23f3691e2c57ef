import { benchCap } from "./bench-cap.ts"
import { printFigures, printTable } from "./measure.ts"

// `node bench/cap-main.ts [messages]`: CAP messages read, judged, written, and signed; 10,000 when nothing is said.
const [count = 10_000] = process.argv.slice(2, 3).map(Number)
const { rows, figures } = await benchCap(count)
printTable(rows)
printFigures(figures)
