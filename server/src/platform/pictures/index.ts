export { PictureFolder } from "./picture-folder.ts"
export { Redrawing } from "./redrawing.ts"
