import { benchReach } from "./bench-reach.ts"
import { printFigures, printTable } from "./measure.ts"

// `node bench/reach-main.ts [subscriptions] [areas] [cells] [shapes]`: who is reached, against PostGIS; at full size when nothing is said.
const [subscriptions = 10_000_000, areas = 50_000, cells = 1_000_000, questions = 100] = process.argv.slice(2).map(Number)

const { rows, figures } = await benchReach({ subscriptions, areas, cells, questions })
printTable(rows)
printFigures(figures)
