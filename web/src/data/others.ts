import {
  MapLayerList,
  MqttLoad,
  OutsideAlert,
  OutsideAlertList,
  QuarantineList,
  RaisedFromAlert,
  type RaiseFromAlert,
  SourceList,
} from "@holdfast/contracts"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { z } from "zod"
import { ask } from "../ui/api.ts"

/** What a source tells is no entry of the log, so no event says that it was asked. */
const SOURCES_REFRESH_MS = 10_000
const LAYERS_REFRESH_MS = 60_000

export const outsideAlertsQuery = (state: "in-force" | "over" = "in-force") =>
  queryOptions({
    queryKey: ["sense", "outside-alerts", state],
    queryFn: () => ask(OutsideAlertList, `/api/outside-alerts?state=${state}`),
  })

export const outsideAlertQuery = (id: string) =>
  queryOptions({ queryKey: ["sense", "outside-alert", id], queryFn: () => ask(OutsideAlert, `/api/outside-alerts/${id}`) })

export function useRaise(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: RaiseFromAlert) => ask(RaisedFromAlert, `/api/outside-alerts/${id}/signals`, { method: "POST", body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["sense"] }),
  })
}

export const quarantineQuery = queryOptions({
  queryKey: ["sense", "outside-quarantine"],
  queryFn: () => ask(QuarantineList, "/api/outside-quarantine"),
})

/** Where the octets of a message are, to keep in a file. */
export const originalUrl = (id: string) => `/api/outside-alerts/${id}/original`
export const quarantinedUrl = (id: string) => `/api/outside-quarantine/${id}/content`

/** Takes a message that was set aside as it is, or says why nothing comes of it. */
export function useDecideQuarantined(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (discarding?: { readonly reason: string }) =>
      ask(QuarantineList, `/api/outside-quarantine/${id}/${discarding ? "discard" : "take"}`, {
        method: "POST",
        ...(discarding && { body: discarding }),
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["sense"] }),
  })
}

export const sourcesQuery = queryOptions({
  queryKey: ["sense", "sources"],
  queryFn: () => ask(SourceList, "/api/sources"),
  refetchInterval: SOURCES_REFRESH_MS,
})

export const mqttLoadQuery = queryOptions({
  queryKey: ["sense", "mqtt-load"],
  queryFn: () => ask(MqttLoad, "/api/mqtt-load"),
  refetchInterval: SOURCES_REFRESH_MS,
})

export function useReloadSources() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask(SourceList, "/api/sources/reload", { method: "POST" }),
    onSuccess: (list) => queries.setQueryData(sourcesQuery.queryKey, list),
  })
}

export const layersQuery = queryOptions({
  queryKey: ["sense", "layers"],
  queryFn: () => ask(MapLayerList, "/api/layers"),
  refetchInterval: LAYERS_REFRESH_MS,
})

/** Where the picture of a frame is. It never changes: another picture has another address. */
export const frameUrl = (id: string) => `/api/layers/frames/${id}`

export interface NewFrame {
  readonly id: string
  readonly file: File
  readonly about: Readonly<Record<string, string>>
}

const types: Readonly<Record<string, string>> = {
  png: "image/png",
  geojson: "application/geo+json",
  "grid-json": "application/json",
  "grid-csv": "text/csv",
}

export function useUploadFrame() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, file, about }: NewFrame) =>
      ask(MapLayerList, `/api/layers/${encodeURIComponent(id)}/frames?${new URLSearchParams(about)}`, {
        method: "POST",
        file: new Blob([file], { type: types[about["format"] ?? ""] ?? "application/octet-stream" }),
      }),
    onSuccess: (list) => queries.setQueryData(layersQuery.queryKey, list),
  })
}

/** Takes a layer from the map, with all its pictures. */
export function useDeleteLayer() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ask(z.undefined(), `/api/layers/${encodeURIComponent(id)}`, { method: "DELETE" }),
    onSettled: () => queries.invalidateQueries({ queryKey: layersQuery.queryKey }),
  })
}
