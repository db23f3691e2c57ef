/** Why a file is not read. The words stand under `areas:file.…`. */
export class ShapeFileError extends Error {
  override readonly name = "ShapeFileError"
  readonly reason: "size" | "kind" | "unpacked" | "bomb" | "files" | "part" | "prj" | "noPrj" | "broken"
  readonly values: Readonly<Record<string, string | number>>
  constructor(reason: ShapeFileError["reason"], values: ShapeFileError["values"]) {
    super(reason)
    this.reason = reason
    this.values = values
  }
}
