// Reloads the page when a warning is sent or ends. Without it the page works the same, only not by itself.
// One stream per browser: the tab that holds the lock listens and tells the others.
;(() => {
  const script = document.currentScript
  if (!script || !window.EventSource) return
  const position = Number(script.dataset.position)
  const verbs = ["send", "update", "lift", "expire", "retract"]
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("holdfast-warnings") : undefined

  function take(seq) {
    if (seq > position) location.reload()
  }
  function listen() {
    const stream = new EventSource(`/api/live?after=${position}`)
    stream.onmessage = ({ data }) => {
      const { seq, module, verb } = JSON.parse(data)
      if (module !== "warn" || !verbs.includes(verb)) return
      channel?.postMessage(seq)
      take(seq)
    }
    // Too far behind to catch up: what is new is read by loading anew, when the page has certainly been rendered anew.
    stream.addEventListener("reset", ({ data }) => setTimeout(() => take(Number(data)), 60_000))
  }

  channel?.addEventListener("message", ({ data }) => take(data))
  if (navigator.locks) void navigator.locks.request("holdfast-warnings", () => (listen(), new Promise(() => {})))
  else listen()
})()
