// Three helps on top of a form that works without them: covering people in a photo, the street where one stands, and printing.
// Nothing but the covered photo and the chosen street leaves the device.
;(() => {
  const SIDE_MAX_PX = 1600
  const CUT = 0.1
  const BLOCKS = 4

  const print = document.querySelector("#print")
  if (print) {
    print.hidden = false
    print.addEventListener("click", () => window.print())
  }

  const here = document.querySelector(".here")
  if (here && navigator.geolocation) startHere(here)
  const cover = document.querySelector(".cover")
  if (cover) startCover(cover, document.querySelector("#photo"))

  function startHere(box) {
    const status = box.querySelector("[role=status]")
    const say = (text) => (status.textContent = text)
    async function choose(at) {
      const answer = await fetch(box.dataset.streets).catch(() => undefined)
      if (!answer?.ok) return say(status.dataset.failed)
      const id = nearest(await answer.json(), at)
      if (!id) return say(status.dataset.outside)
      const select = document.querySelector("#area")
      select.value = id
      const { text, parentElement } = select.selectedOptions[0]
      say(status.dataset.found.replace("{{street}}", `${parentElement.label} ${text}`))
      document.querySelector("#place").focus()
    }
    box.hidden = false
    box.querySelector("button").addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => void choose([coords.longitude, coords.latitude]),
        () => say(status.dataset.failed),
        { enableHighAccuracy: true, timeout: 10_000 },
      )
    })
  }

  // The street whose box holds the point and whose middle is nearest; the exact border is not worth its weight here.
  function nearest(streets, [lon, lat]) {
    const far = ({ center }) => Math.hypot((center[0] - lon) * Math.cos((lat * Math.PI) / 180), center[1] - lat)
    const inside = streets.filter(
      ({ bounds: [west, south, east, north] }) => lon >= west && lon <= east && lat >= south && lat <= north,
    )
    return inside.sort((a, b) => far(a) - far(b))[0]?.id
  }

  function startCover(box, input) {
    const canvas = box.querySelector("canvas")
    const status = box.querySelector("[role=status]")
    const size = box.querySelector("select")
    const pen = canvas.getContext("2d", { willReadFrequently: true })
    const past = []
    let at = { x: 0, y: 0 }
    let covered = 0

    input.addEventListener("change", async () => {
      const file = input.files[0]
      // A photo that this browser cannot open goes as it is: the server says what is wrong with it.
      const picture = file && (await createImageBitmap(file).catch(() => undefined))
      box.hidden = !picture
      if (!picture) return
      const scale = Math.min(1, SIDE_MAX_PX / Math.max(picture.width, picture.height))
      resize(Math.round(picture.width * scale), Math.round(picture.height * scale))
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
      past.length = 0
      covered = 0
      status.textContent = ""
      hand()
    })

    function resize(width, height) {
      canvas.width = width
      canvas.height = height
      at = { x: width / 2, y: height / 2 }
    }

    // What goes out is what the canvas shows: the file of the form is replaced, and the untouched one is let go. At once, so that
    // nobody can send the form in between.
    function hand() {
      const bytes = Uint8Array.from(atob(canvas.toDataURL("image/jpeg", 0.85).split(",")[1]), (char) => char.charCodeAt(0))
      const files = new DataTransfer()
      files.items.add(new File([bytes], "photo.jpg", { type: "image/jpeg" }))
      input.files = files.files
    }

    function keep() {
      past.push(pen.getImageData(0, 0, canvas.width, canvas.height))
      if (past.length > 10) past.shift()
    }

    // A square becomes sixteen flat blocks: no face and no plate can be read out of that again.
    function coverAt({ x, y }) {
      keep()
      const { width, height } = canvas
      const side = Math.min(width, height, Math.max(width, height) * Number(size.value))
      // Wholly inside: a block that reaches over the edge would be half clear.
      const left = Math.min(width - side, Math.max(0, x - side / 2))
      const top = Math.min(height - side, Math.max(0, y - side / 2))
      const small = new OffscreenCanvas(BLOCKS, BLOCKS)
      const brush = small.getContext("2d")
      brush.drawImage(canvas, left, top, side, side, 0, 0, BLOCKS, BLOCKS)
      pen.imageSmoothingEnabled = false
      pen.drawImage(small, left, top, side, side)
      pen.imageSmoothingEnabled = true
      covered += 1
      status.textContent = status.dataset.covered.replace("{{count}}", covered)
      hand()
    }

    function cut(edge) {
      keep()
      const { width, height } = canvas
      const [dx, dy] = [Math.round(width * CUT), Math.round(height * CUT)]
      const left = edge === "left" ? dx : 0
      const top = edge === "top" ? dy : 0
      const wide = edge === "left" || edge === "right" ? width - dx : width
      const high = edge === "top" || edge === "bottom" ? height - dy : height
      const rest = pen.getImageData(left, top, wide, high)
      resize(wide, high)
      pen.putImageData(rest, 0, 0)
      hand()
    }

    function undo() {
      const last = past.pop()
      if (!last) return
      resize(last.width, last.height)
      pen.putImageData(last, 0, 0)
      hand()
    }

    canvas.addEventListener("click", ({ offsetX, offsetY }) => {
      const scale = canvas.width / canvas.clientWidth
      coverAt({ x: offsetX * scale, y: offsetY * scale })
    })
    // By keys: arrows move a cross, Enter covers what it is on.
    canvas.addEventListener("keydown", (event) => {
      const step = Math.max(canvas.width, canvas.height) / 40
      const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
      if (!move && event.key !== "Enter") return
      event.preventDefault()
      if (!move) return coverAt(at)
      at = {
        x: Math.min(canvas.width, Math.max(0, at.x + move[0] * step)),
        y: Math.min(canvas.height, Math.max(0, at.y + move[1] * step)),
      }
      const frame = canvas.parentElement
      frame.classList.add("cross")
      frame.style.setProperty("--x", `${(at.x / canvas.width) * 100}%`)
      frame.style.setProperty("--y", `${(at.y / canvas.height) * 100}%`)
    })
    for (const tool of box.querySelectorAll("[data-tool]"))
      tool.addEventListener("click", () => (tool.dataset.tool === "undo" ? undo() : cut(tool.dataset.tool)))
  }
})()
