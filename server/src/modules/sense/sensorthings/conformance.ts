const CLASSES = "http://www.opengis.net/spec/iot_sensing/1.1/req"

/** Classes of OGC 18-088, 2, by what they belong to. A test ties each to the tests that prove it. */
const overHttp = {
  datamodel: [
    ...["entity-control-information", "thing", "location", "historical-location", "datastream", "sensor"],
    ...["observed-property", "observation", "feature-of-interest"],
  ],
  "resource-path": ["resource-path-to-entities"],
  "request-data": [
    ...["order", "expand", "select", "status-code", "query-status-code", "orderby", "top", "skip", "count", "filter"],
    ...["built-in-filter-operations", "built-in-query-functions", "pagination"],
  ],
  "create-update-delete": [
    ...["create-entity", "link-to-existing-entities", "deep-insert", "deep-insert-status-code", "update-entity"],
    ...["update-entity-put", "update-entity-jsonpatch", "delete-entity", "historical-location-auto-creation"],
    "historical-location-manual-creation",
  ],
  "batch-request": ["batch-request"],
  "multi-datastream": ["properties", "relations", "constraints"],
  "data-array": ["data-array"],
} as const

const overMqtt = ["create-observations-via-mqtt/observations-creation", "receive-updates-via-mqtt/receive-updates"]

/** What `GET /` lists under `serverSettings/conformance`. */
export function conformanceOf({ withMqtt }: { readonly withMqtt: boolean }): string[] {
  const classes = Object.entries(overHttp).flatMap(([group, names]) => names.map((name) => `${group}/${name}`))
  return [...classes, ...(withMqtt ? overMqtt : [])].map((name) => `${CLASSES}/${name}`)
}
