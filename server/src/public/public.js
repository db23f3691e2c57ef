// Reloads the page when a warning is sent or ends. Without it the page works the same, only not by itself.
// One stream per browser: the tab that holds the lock listens and tells the others.
;(() => {
  const script = document.currentScript
  let seen
  if (!script) return
  if ("still" in script.dataset) return void setInterval(() => void look(), 60_000)
  if (!window.EventSource) return
  const position = Number(script.dataset.position)
  const verbs = ["send", "update", "lift", "expire", "retract", "correct"]
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("holdfast-warnings") : undefined

  /** A page that is a file: looked at each minute, and taken anew when it changed. */
  async function look() {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-cache" }).catch(() => undefined)
    const tag = answer?.ok ? (answer.headers.get("etag") ?? answer.headers.get("last-modified")) : undefined
    if (tag && seen && tag !== seen) location.reload()
    seen = tag ?? seen
  }
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

// On each card two buttons: to hear it, and "I am safe", which folds this event until its level rises. That is kept in this browser,
// and in the subscriptions that it has.
;(() => {
  const { listen, safe: safeWords, stop, folded, show } = document.currentScript?.dataset ?? {}
  const SAFE = "holdfast-safe"
  const KEPT = 50
  const ranks = ["blue", "yellow", "orange", "red"]
  const voice = window.speechSynthesis
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(SAFE) ?? "{}")
    } catch {
      return {}
    }
  }
  const safe = read()

  function fold(card) {
    const line = document.createElement("p")
    const button = document.createElement("button")
    button.className = "view"
    button.textContent = show
    const title = card.querySelector("h2 span").textContent
    line.append(`${title} · ${folded} `, button)
    card.before(line)
    card.hidden = true
    button.addEventListener("click", () => {
      card.hidden = false
      line.remove()
    })
  }
  async function tell(codes) {
    const own = window.caches && (await caches.open("holdfast-subscriptions"))
    for (const { url } of own ? await own.keys() : []) {
      for (const warning of codes) await fetch(`${url}/safe`, { method: "POST", body: new URLSearchParams({ warning }) })
    }
  }
  function say(card, button) {
    const label = button.textContent
    if (voice.speaking) return voice.cancel()
    const lines = [...card.querySelectorAll("h2 span,.lead,ol li,.facts")].map(({ innerText }) => innerText)
    const speech = new SpeechSynthesisUtterance(lines.join("\n"))
    speech.lang = document.documentElement.lang
    speech.onend = speech.onerror = () => (button.textContent = label)
    button.textContent = stop
    voice.speak(speech)
  }

  function add(card, words, onClick) {
    const button = document.createElement("button")
    button.className = "button"
    button.type = "button"
    button.textContent = words
    button.addEventListener("click", () => onClick(button))
    card.append(button)
  }

  for (const card of document.querySelectorAll(".card[data-events]")) {
    const { level, ...names } = card.dataset
    const [events, codes] = [names.events.split(" "), names.codes.split(" ")]
    const rank = ranks.indexOf(level) + 1
    if (voice) add(card, listen, (button) => say(card, button))
    // On the page of a subscription it stands there already.
    if (card.querySelector("form")) continue
    if (events.every((event) => safe[event] >= rank)) fold(card)
    add(card, safeWords, () => {
      for (const event of events) safe[event] = rank
      localStorage.setItem(SAFE, JSON.stringify(Object.fromEntries(Object.entries(safe).slice(-KEPT))))
      fold(card)
      void tell(codes)
    })
  }
})()
