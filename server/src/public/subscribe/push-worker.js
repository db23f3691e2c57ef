// Shows what the city pushes, also when no page of it is open. What an event says later takes the place of what it said before.
const OWN = "holdfast-subscriptions"
const marks = { blue: "● ▮", yellow: "▲ ▮▮", orange: "◆ ▮▮▮", red: "■ ▮▮▮▮" }

self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))

self.addEventListener("push", (event) => {
  const { headline, text, level, language, page, purpose, event: of } = event.data.json()
  const isWarning = purpose === "warning" || purpose === "update"
  event.waitUntil(
    self.registration.showNotification(isWarning ? `${marks[level] ?? ""} ${headline}` : headline, {
      body: text,
      lang: language,
      tag: of,
      renotify: true,
      requireInteraction: isWarning && (level === "orange" || level === "red"),
      data: { page },
    }),
  )
})

self.addEventListener("notificationclick", (event) => {
  event.notification.close()
  const { page } = event.notification.data
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((open) => {
      const there = open.find(({ url }) => url.split(/[?#]/)[0] === page)
      return there ? there.focus() : self.clients.openWindow(page)
    }),
  )
})

// The push service gave this browser another address: each subscription of this browser moves there.
self.addEventListener("pushsubscriptionchange", (event) => {
  const move = async () => {
    const push = event.newSubscription ?? (await self.registration.pushManager.subscribe(event.oldSubscription.options))
    const own = await caches.open(OWN)
    for (const { url } of await own.keys()) {
      const headers = { "content-type": "application/json" }
      await fetch(`${url}/address`, { method: "POST", headers, body: JSON.stringify({ push }) })
    }
  }
  event.waitUntil(move())
})
