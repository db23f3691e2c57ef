import {
  type DeviceHealth,
  DeviceImport,
  DeviceImportList,
  InstalledDeviceDetail,
  InstalledDevicePage,
  type ReplaceDevice,
} from "@holdfast/contracts"
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"

/** Measurements are no entries of the log, so no event says that a device was heard. */
const REFRESH_MS = 20_000
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

export const devicesQuery = ({ text, health }: { text: string; health: DeviceHealth | undefined }) =>
  queryOptions({
    queryKey: ["sense", "devices", text, health ?? "all"],
    queryFn: () => ask(InstalledDevicePage, `/api/installed-devices?${new URLSearchParams({ text, ...(health && { health }) })}`),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  })

export const deviceQuery = (key: string) =>
  queryOptions({
    queryKey: ["sense", "device", key],
    queryFn: () => ask(InstalledDeviceDetail, `/api/installed-devices/${encodeURIComponent(key)}`),
    refetchInterval: REFRESH_MS,
  })

export const deviceImportsQuery = queryOptions({
  queryKey: ["sense", "device-imports"],
  queryFn: () => ask(DeviceImportList, "/api/device-imports"),
})

export const deviceImportQuery = (id: string) =>
  queryOptions({ queryKey: ["sense", "device-import", id], queryFn: () => ask(DeviceImport, `/api/device-imports/${id}`) })

/** Sends a table to be looked at. Browsers do not agree on the type of CSV, so the name decides. */
export function useUploadDevices() {
  return useMutation({
    mutationFn: ({ file, crs }: { file: File; crs: string }) =>
      ask(DeviceImport, `/api/device-imports?${new URLSearchParams({ crs })}`, {
        method: "POST",
        file: new Blob([file], { type: /\.xlsx$/i.test(file.name) ? XLSX : "text/csv" }),
      }),
  })
}

/** Stores a draft, or takes a stored import back. */
export function useStepImport() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, verb }: { id: string; verb: "confirm" | "undo" }) =>
      ask(DeviceImport, `/api/device-imports/${id}/${verb}`, { method: "POST" }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["sense"] }),
  })
}

export function useReplaceDevice(key: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: ReplaceDevice) =>
      ask(InstalledDeviceDetail, `/api/installed-devices/${encodeURIComponent(key)}/replace`, { method: "POST", body }),
    onSuccess: (device) => queries.setQueryData(deviceQuery(key).queryKey, device),
  })
}
