import en_areas from "./en/areas.json" with { type: "json" }
import en_authority from "./en/authority.json" with { type: "json" }
import en_cap from "./en/cap.json" with { type: "json" }
import en_channels from "./en/channels.json" with { type: "json" }
import en_cli from "./en/cli.json" with { type: "json" }
import en_coach from "./en/coach.json" with { type: "json" }
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
import en_roster from "./en/roster.json" with { type: "json" }
import en_rules from "./en/rules.json" with { type: "json" }
import en_sense from "./en/sense.json" with { type: "json" }
import en_serve from "./en/serve.json" with { type: "json" }
import en_sources from "./en/sources.json" with { type: "json" }
import en_subscribe from "./en/subscribe.json" with { type: "json" }
import en_warn from "./en/warn.json" with { type: "json" }
import zh_areas from "./zh-CN/areas.json" with { type: "json" }
import zh_authority from "./zh-CN/authority.json" with { type: "json" }
import zh_cap from "./zh-CN/cap.json" with { type: "json" }
import zh_channels from "./zh-CN/channels.json" with { type: "json" }
import zh_cli from "./zh-CN/cli.json" with { type: "json" }
import zh_coach from "./zh-CN/coach.json" with { type: "json" }
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
import zh_roster from "./zh-CN/roster.json" with { type: "json" }
import zh_rules from "./zh-CN/rules.json" with { type: "json" }
import zh_sense from "./zh-CN/sense.json" with { type: "json" }
import zh_serve from "./zh-CN/serve.json" with { type: "json" }
import zh_sources from "./zh-CN/sources.json" with { type: "json" }
import zh_subscribe from "./zh-CN/subscribe.json" with { type: "json" }
import zh_warn from "./zh-CN/warn.json" with { type: "json" }

/** All words of this build. A further language is one more folder and one more entry here and in `languages.ts`. */
export const resources = {
  "zh-CN": {
    authority: zh_authority,
    cap: zh_cap,
    channels: zh_channels,
    areas: zh_areas,
    cli: zh_cli,
    coach: zh_coach,
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
    roster: zh_roster,
    rules: zh_rules,
    sense: zh_sense,
    serve: zh_serve,
    sources: zh_sources,
    subscribe: zh_subscribe,
    warn: zh_warn,
  },
  en: {
    authority: en_authority,
    cap: en_cap,
    channels: en_channels,
    areas: en_areas,
    cli: en_cli,
    coach: en_coach,
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
    roster: en_roster,
    rules: en_rules,
    sense: en_sense,
    serve: en_serve,
    sources: en_sources,
    subscribe: en_subscribe,
    warn: en_warn,
  },
}
