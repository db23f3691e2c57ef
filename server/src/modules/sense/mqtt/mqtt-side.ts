import type { Language } from "@holdfast/words"
import type { Broker, Load } from "../../../platform/mqtt/index.ts"
import { SENSORTHINGS_PREFIX } from "../http/sensorthings/prefix.ts"
import { rendering } from "../sensorthings/read/index.ts"
import { Inlet, type InletOptions, type Sender } from "./inlet.ts"
import { Updates } from "./updates.ts"

/** What a broker of this city takes in and hands out; there may be none. */
export interface MqttSide {
  readonly inlet: Inlet
  readonly updates: Updates
  /** How hard the devices press; undefined without a broker. */
  load(): Load | undefined
  /** Joins a broker, which is told what changes from now on. Gives what parts them again. */
  plug(broker: Pick<Broker<Sender>, "publish" | "cut" | "load">): () => void
}

export interface MqttSideOptions extends Omit<InletOptions, "reading"> {
  readonly language?: Language | undefined
  /** The address under which the city is known, for links; without it they are relative. */
  readonly publicUrl?: string | undefined
}

export function startMqttSide(options: MqttSideOptions): MqttSide {
  const { world, catalogue, publicUrl = "", language = "zh-CN", onError } = options
  const base = `${publicUrl.replace(/\/$/, "")}${SENSORTHINGS_PREFIX}`
  const isTruth = (datastream: number) => catalogue().datastreams.get(datastream)?.property.result === "boolean"
  const written = rendering(base, language, isTruth)
  const reading = () => ({ db: world.db.query, language, now: world.clock.now(), rendering: written })
  let broker: Parameters<MqttSide["plug"]>[0] | undefined
  return {
    inlet: new Inlet({ ...options, reading }),
    updates: new Updates({
      reading,
      publish: (topic, payload) => broker?.publish(topic, payload),
      cut: (topic) => broker?.cut(topic),
      onError,
    }),
    load: () => broker?.load(),
    plug: (joined) => {
      broker = joined
      return () => {
        if (broker === joined) broker = undefined
      }
    },
  }
}
