import en_cli from "./en/cli.json" with { type: "json" }
import en_console from "./en/console.json" with { type: "json" }
import en_devices from "./en/devices.json" with { type: "json" }
import en_field from "./en/field.json" with { type: "json" }
import en_identity from "./en/identity.json" with { type: "json" }
import en_learn from "./en/learn.json" with { type: "json" }
import en_packs from "./en/packs.json" with { type: "json" }
import en_places from "./en/places.json" with { type: "json" }
import en_platform from "./en/platform.json" with { type: "json" }
import en_public from "./en/public.json" with { type: "json" }
import en_recover from "./en/recover.json" with { type: "json" }
import en_respond from "./en/respond.json" with { type: "json" }
import en_rules from "./en/rules.json" with { type: "json" }
import en_sense from "./en/sense.json" with { type: "json" }
import en_serve from "./en/serve.json" with { type: "json" }
import en_sources from "./en/sources.json" with { type: "json" }
import en_warn from "./en/warn.json" with { type: "json" }
import zh_cli from "./zh-CN/cli.json" with { type: "json" }
import zh_console from "./zh-CN/console.json" with { type: "json" }
import zh_devices from "./zh-CN/devices.json" with { type: "json" }
import zh_field from "./zh-CN/field.json" with { type: "json" }
import zh_identity from "./zh-CN/identity.json" with { type: "json" }
import zh_learn from "./zh-CN/learn.json" with { type: "json" }
import zh_packs from "./zh-CN/packs.json" with { type: "json" }
import zh_places from "./zh-CN/places.json" with { type: "json" }
import zh_platform from "./zh-CN/platform.json" with { type: "json" }
import zh_public from "./zh-CN/public.json" with { type: "json" }
import zh_recover from "./zh-CN/recover.json" with { type: "json" }
import zh_respond from "./zh-CN/respond.json" with { type: "json" }
import zh_rules from "./zh-CN/rules.json" with { type: "json" }
import zh_sense from "./zh-CN/sense.json" with { type: "json" }
import zh_serve from "./zh-CN/serve.json" with { type: "json" }
import zh_sources from "./zh-CN/sources.json" with { type: "json" }
import zh_warn from "./zh-CN/warn.json" with { type: "json" }

/** All words of this build. A further language is one more folder and one more entry here and in `languages.ts`. */
export const resources = {
  "zh-CN": {
    cli: zh_cli,
    console: zh_console,
    devices: zh_devices,
    field: zh_field,
    identity: zh_identity,
    learn: zh_learn,
    packs: zh_packs,
    places: zh_places,
    platform: zh_platform,
    public: zh_public,
    recover: zh_recover,
    respond: zh_respond,
    rules: zh_rules,
    sense: zh_sense,
    serve: zh_serve,
    sources: zh_sources,
    warn: zh_warn,
  },
  en: {
    cli: en_cli,
    console: en_console,
    devices: en_devices,
    field: en_field,
    identity: en_identity,
    learn: en_learn,
    packs: en_packs,
    places: en_places,
    platform: en_platform,
    public: en_public,
    recover: en_recover,
    respond: en_respond,
    rules: en_rules,
    sense: en_sense,
    serve: en_serve,
    sources: en_sources,
    warn: en_warn,
  },
}
