/** One note: hertz, when it begins, how long it lasts. */
interface Note {
  readonly hz: number
  readonly atMs: number
  readonly lastsMs: number
}

const needsYou = [
  { hz: 660, atMs: 0, lastsMs: 150 },
  { hz: 880, atMs: 200, lastsMs: 150 },
] as const satisfies readonly Note[]

export const tones = {
  "needs-you": needsYou,
  approve: [
    { hz: 523, atMs: 0, lastsMs: 180 },
    { hz: 587, atMs: 260, lastsMs: 180 },
    { hz: 659, atMs: 520, lastsMs: 180 },
  ],
  "not-live": [{ hz: 220, atMs: 0, lastsMs: 1_000 }],
  "real-event": [...needsYou, ...needsYou.map((note) => ({ ...note, atMs: note.atMs + 600 }))],
} as const satisfies Record<string, readonly Note[]>
export type Tone = keyof typeof tones

let context: AudioContext | undefined
const listeners = new Set<() => void>()

/** Whether a tone could be heard: browsers keep a page silent until somebody has clicked on it. */
export function canSound(): boolean {
  return context?.state === "running"
}

/** Calls when the browser allows or takes away sound. Gives a function that ends this. */
export function watchSound(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** Asks the browser for sound; must be called from a click or a key. */
export async function wakeSound(): Promise<boolean> {
  if (!context) {
    context = new AudioContext()
    context.onstatechange = () => listeners.forEach((tell) => tell())
  }
  await context.resume()
  return canSound()
}

export function play(tone: Tone, loudness = 0.25): void {
  if (!context || context.state !== "running") return
  for (const { hz, atMs, lastsMs } of tones[tone]) {
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    const from = context.currentTime + atMs / 1_000
    oscillator.frequency.value = hz
    gain.gain.value = loudness
    // A fade of a few milliseconds, or the loudspeaker clicks.
    gain.gain.setTargetAtTime(0, from + lastsMs / 1_000 - 0.02, 0.01)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(from)
    oscillator.stop(from + lastsMs / 1_000 + 0.05)
  }
}
