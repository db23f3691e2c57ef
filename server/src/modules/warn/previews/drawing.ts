/** Something to be drawn on paper or as a picture: from the top left, y downwards; points on paper, pixels on a picture. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly marks: readonly Mark[]
}

export type Weight = "regular" | "bold"

export type Mark =
  | {
      readonly kind: "text"
      readonly text: string
      readonly x: number
      /** Of the baseline. */
      readonly y: number
      readonly size: number
      readonly weight: Weight
      readonly color: string
      /** Outlined letters, as a watermark has them, turned by so many degrees around their beginning. */
      readonly outlined?: { readonly angle: number }
    }
  | {
      readonly kind: "path"
      /** SVG path data. */
      readonly path: string
      readonly x: number
      readonly y: number
      readonly scale: number
      readonly fill?: string
      readonly stroke?: string
      readonly strokeWidth?: number
    }

export function rectangle(width: number, height: number): string {
  return `M0 0H${width}V${height}H0Z`
}
