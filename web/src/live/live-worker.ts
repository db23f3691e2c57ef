import "../no-eval.ts"
import { connectLive, type LiveMessage } from "./connection.ts"

// One worker serves all tabs of a browser: with a stream per tab the seventh tab would not load any more.
const scope = self as unknown as { onconnect: (event: MessageEvent) => void }
const ports = new Set<MessagePort>()
let latest: LiveMessage | undefined
let isOpened = false

const live = connectLive((message) => {
  if (message.kind === "beat") latest = message
  for (const port of ports) port.postMessage(message)
})

scope.onconnect = ({ ports: [port] }) => {
  ports.add(port!)
  port!.onmessage = () => ports.delete(port!)
  port!.start()
  if (latest) port!.postMessage(latest)
  // The first page is the one that this stream was opened for.
  if (isOpened) live.join()
  isOpened = true
}
