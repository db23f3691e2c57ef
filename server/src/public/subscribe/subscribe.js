// Web Push, "where I am", and which subscriptions this browser has. Without it everything works by e-mail.
;(() => {
  const { keep, name, forget } = document.currentScript.dataset
  const OWN = "holdfast-subscriptions"
  const one = (selector) => document.querySelector(selector)
  const own = () => (window.caches ? caches.open(OWN) : undefined)
  const hasPush = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window

  /** A key of the city in base64url, as bytes. */
  const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0))

  async function subscribe({ key, area, query }, said) {
    const registration = await navigator.serviceWorker.register("/push.js")
    // Asked first: where it is denied, the push service is not bothered.
    if ((await Notification.requestPermission()) !== "granted") {
      said.textContent = said.dataset.denied
      return
    }
    await navigator.serviceWorker.ready
    const options = { userVisibleOnly: true, applicationServerKey: toBytes(key) }
    const push = (await registration.pushManager.getSubscription()) ?? (await registration.pushManager.subscribe(options))
    const headers = { "content-type": "application/json" }
    const body = JSON.stringify({ area, language: document.documentElement.lang, push })
    const answer = await fetch("/subscribe/push", { method: "POST", headers, body })
    if (!answer.ok) throw new Error(String(answer.status))
    const { page } = await answer.json()
    location.assign(page + query)
  }

  function offerPush(card) {
    const button = card.querySelector("button")
    const said = card.querySelector("[role=status]")
    card.hidden = false
    one("[data-without-push]").hidden = true
    button.addEventListener("click", async () => {
      button.disabled = true
      said.textContent = ""
      try {
        await subscribe(card.dataset, said)
      } catch {
        said.textContent = said.dataset.failed
      }
      button.disabled = false
    })
  }

  /** Whether a point is inside a ring: it is when a line to the east crosses it an odd number of times. */
  const isInside = ([lon, lat], ring) =>
    ring.reduce((inside, [x, y], i) => {
      const [x0, y0] = ring[(i || ring.length) - 1]
      return y > lat !== y0 > lat && lon < ((x0 - x) * (lat - y)) / (y0 - y) + x ? !inside : inside
    }, false)

  function offerPlace(line) {
    const said = line.querySelector("[role=status]")
    const { query } = line.dataset
    line.hidden = false
    const find = async ({ coords }) => {
      const { areas } = await (await fetch("/outlines.json")).json()
      const at = [coords.longitude, coords.latitude]
      const here = areas.filter(({ rings }) => rings.some((ring) => isInside(at, ring)))
      // The smallest: ids carry the way from the city down.
      const depth = ({ id }) => id.split("/").length
      const [smallest] = here.toSorted((a, b) => depth(b) - depth(a))
      if (smallest) location.assign(`/subscribe/${smallest.id}${query}`)
      else said.textContent = said.dataset.unknown
    }
    line.querySelector("button").addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(
        (position) => void find(position),
        () => (said.textContent = said.dataset.denied),
      )
    })
  }

  async function listOwn(section) {
    const kept = await own()
    const pages = kept ? await kept.keys() : []
    for (const page of pages) {
      const link = document.createElement("a")
      link.href = new URL(page.url).pathname + location.search
      link.textContent = await (await kept.match(page)).text()
      const item = document.createElement("li")
      item.append(link)
      section.querySelector("ul").append(item)
    }
    section.hidden = pages.length === 0
  }

  /** When none is left, the push service is told so too. */
  async function drop(path) {
    const kept = await own()
    await kept?.delete(path)
    if (!kept || (await kept.keys()).length > 0 || !hasPush) return
    const registration = await navigator.serviceWorker.getRegistration("/")
    const push = await registration?.pushManager.getSubscription()
    await push?.unsubscribe()
  }

  if (keep) void own()?.then((kept) => kept.put(keep, new Response(name)))
  if (forget) void drop(forget)
  if (one("[data-push]") && hasPush) offerPush(one("[data-push]"))
  if (one("[data-locate]") && navigator.geolocation) offerPlace(one("[data-locate]"))
  if (one("[data-mine]")) void listOwn(one("[data-mine]"))
})()
