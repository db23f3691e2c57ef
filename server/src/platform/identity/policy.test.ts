import { type Role, roles } from "@holdfast/contracts"
import { describe, expect, test } from "vitest"
import { type Action, actions, mayAct, mayActOver, mayActWithin, permit, permitOver, permitWithin } from "./policy.ts"

type Expected = "yes" | "no"

/** Who may do what, cell by cell: the compiler demands every role and every action. */
const table: Record<Role, Record<Action, Expected>> = {
  "duty-officer": {
    "read-operations": "yes",
    "respond.write-journal": "yes",
    "sense.acknowledge-signal": "yes",
    "sense.handle-signal": "yes",
    "sense.shelve-signal": "yes",
    "sense.clear-signal": "yes",
    "sense.raise-signal": "yes",
    "sense.configure": "no",
    "sense.manage-rules": "no",
    "places.import": "no",
    "warn.draft": "yes",
    "warn.submit": "yes",
    "warn.approve": "no",
    "warn.lift": "yes",
    "warn.retract": "yes",
    "warn.resend": "yes",
    "warn.manage-channels": "no",
    "warn.manage-roster": "yes",
    "respond.change-task": "yes",
    "respond.close-incident": "yes",
    "recover.report-outage": "yes",
    "serve.answer-request": "yes",
    "learn.review": "yes",
    "identity.manage-accounts": "no",
  },
  approver: {
    "read-operations": "yes",
    "respond.write-journal": "yes",
    "sense.acknowledge-signal": "yes",
    "sense.handle-signal": "yes",
    "sense.shelve-signal": "yes",
    "sense.clear-signal": "yes",
    "sense.raise-signal": "yes",
    "sense.configure": "no",
    "sense.manage-rules": "yes",
    "places.import": "no",
    "warn.draft": "no",
    "warn.submit": "no",
    "warn.approve": "yes",
    "warn.lift": "yes",
    "warn.retract": "yes",
    "warn.resend": "yes",
    "warn.manage-channels": "no",
    "warn.manage-roster": "no",
    "respond.change-task": "yes",
    "respond.close-incident": "yes",
    "recover.report-outage": "no",
    "serve.answer-request": "no",
    "learn.review": "yes",
    "identity.manage-accounts": "no",
  },
  leader: {
    "read-operations": "yes",
    "respond.write-journal": "no",
    "sense.acknowledge-signal": "no",
    "sense.handle-signal": "yes",
    "sense.shelve-signal": "no",
    "sense.clear-signal": "no",
    "sense.raise-signal": "no",
    "sense.configure": "no",
    "sense.manage-rules": "no",
    "places.import": "no",
    "warn.draft": "no",
    "warn.submit": "no",
    "warn.approve": "no",
    "warn.lift": "no",
    "warn.retract": "no",
    "warn.resend": "no",
    "warn.manage-channels": "no",
    "warn.manage-roster": "no",
    "respond.change-task": "yes",
    "respond.close-incident": "no",
    "recover.report-outage": "no",
    "serve.answer-request": "no",
    "learn.review": "yes",
    "identity.manage-accounts": "no",
  },
  inspector: fieldWork({}),
  "community-worker": fieldWork({ "serve.answer-request": "yes" }),
  "shelter-staff": fieldWork({}),
  "lifeline-operator": fieldWork({ "recover.report-outage": "yes" }),
  engineer: {
    "read-operations": "yes",
    "respond.write-journal": "no",
    "sense.acknowledge-signal": "no",
    "sense.handle-signal": "no",
    "sense.shelve-signal": "no",
    "sense.clear-signal": "no",
    "sense.raise-signal": "no",
    "sense.configure": "yes",
    "sense.manage-rules": "yes",
    "places.import": "yes",
    "warn.draft": "no",
    "warn.submit": "no",
    "warn.approve": "no",
    "warn.lift": "no",
    "warn.retract": "no",
    "warn.resend": "no",
    "warn.manage-channels": "yes",
    "warn.manage-roster": "yes",
    "respond.change-task": "no",
    "respond.close-incident": "no",
    "recover.report-outage": "no",
    "serve.answer-request": "no",
    "learn.review": "no",
    "identity.manage-accounts": "yes",
  },
}

/** What everybody who works outside may do; `more` says what a role may beyond it. */
function fieldWork(more: Partial<Record<Action, Expected>>): Record<Action, Expected> {
  return {
    "read-operations": "yes",
    "respond.write-journal": "yes",
    "sense.acknowledge-signal": "no",
    "sense.handle-signal": "no",
    "sense.shelve-signal": "no",
    "sense.clear-signal": "no",
    "sense.raise-signal": "no",
    "sense.configure": "no",
    "sense.manage-rules": "no",
    "places.import": "no",
    "warn.draft": "no",
    "warn.submit": "no",
    "warn.approve": "no",
    "warn.lift": "no",
    "warn.retract": "no",
    "warn.resend": "no",
    "warn.manage-channels": "no",
    "warn.manage-roster": "no",
    "respond.change-task": "yes",
    "respond.close-incident": "no",
    "recover.report-outage": "no",
    "serve.answer-request": "no",
    "learn.review": "no",
    "identity.manage-accounts": "no",
    ...more,
  }
}

const own = "linjiang/xihe"
const inside = ["linjiang/xihe", "linjiang/xihe/liuyin", "linjiang/xihe/liuyin/07"]
/** The parent, a neighbour, and a neighbour whose name merely begins alike. */
const outside = ["linjiang", "linjiang/donghu", "linjiang/xihe-new"]
const beside = ["linjiang/donghu", "linjiang/xihe-new"]

describe.each(roles)("%s", (role) => {
  test.each(actions)("%s", (action) => {
    const may = table[role][action] === "yes"
    expect(mayAct({ role }, action)).toBe(may)
    expect(mayAct({ role }, action, outside)).toBe(may)
    expect(mayAct({ role, area: own }, action)).toBe(may)
    for (const area of inside) expect(mayAct({ role, area: own }, action, [area])).toBe(may)
    expect(mayAct({ role, area: own }, action, inside)).toBe(may)
    for (const area of outside) {
      expect(mayAct({ role, area: own }, action, [area])).toBe(false)
      expect(mayAct({ role, area: own }, action, [...inside, area])).toBe(false)
    }
    // What belongs to several areas at once: a part of it has to be here, and the whole city is around every part.
    expect(mayActWithin({ role }, action, beside)).toBe(may)
    for (const area of [...inside, "linjiang"]) {
      expect(mayActWithin({ role, area: own }, action, [area])).toBe(may)
      expect(mayActWithin({ role, area: own }, action, [...beside, area])).toBe(may)
    }
    for (const areas of [[], beside]) expect(mayActWithin({ role, area: own }, action, areas)).toBe(false)
    // What belongs to the whole city belongs to no area's account.
    for (const area of [...inside, ...outside, null]) expect(mayActOver({ role }, action, area)).toBe(may)
    for (const area of inside) expect(mayActOver({ role, area: own }, action, area)).toBe(may)
    for (const area of [...outside, null]) expect(mayActOver({ role, area: own }, action, area)).toBe(false)
  })
})

test.each(actions)("nobody, and a role that does not exist, may not %s", (action) => {
  expect(mayAct(undefined, action)).toBe(false)
  expect(() => permit(undefined, action)).toThrow("IDENTITY_SIGN_IN")
  expect(() => permit({ role: "mayor" }, action)).toThrow("IDENTITY_NOT_PERMITTED")
  expect(() => permitOver(undefined, action, null)).toThrow("IDENTITY_SIGN_IN")
  expect(() => permitOver({ role: "mayor" }, action, null)).toThrow("IDENTITY_NOT_PERMITTED")
  expect(() => permitWithin(undefined, action, inside)).toThrow("IDENTITY_SIGN_IN")
  expect(() => permitWithin({ role: "mayor" }, action, inside)).toThrow("IDENTITY_NOT_PERMITTED")
})

test("no role may both write a warning and approve one", () => {
  for (const role of roles) expect(mayAct({ role }, "warn.submit") && mayAct({ role }, "warn.approve")).toBe(false)
})
