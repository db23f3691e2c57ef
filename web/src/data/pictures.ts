import { KeptPicture } from "@holdfast/contracts"
import { useMutation } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"

/** Brings a picture for a warning; a draft names it afterwards. */
export function useUploadPicture() {
  return useMutation({
    mutationFn: (file: File) => ask(KeptPicture, "/api/warning-pictures", { method: "POST", file }),
  })
}

/** Where staff see a picture, also of a draft. */
export const pictureUrl = (picture: string) => `/api/warning-pictures/${picture}`
