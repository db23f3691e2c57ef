/**
 * What no pack may speak of: Holdfast watches places and things. Persons, their faces, plates, voices, and ways; origin, belief,
 * politics, opinion; and everything that is kept about somebody. English terms match whole words, also in plural.
 */
const english = [
  "face",
  "facial",
  "gait",
  "voiceprint",
  "fingerprint",
  "iris scan",
  "biometric",
  "licen[cs]e plate",
  "number plate",
  "identity card",
  "passport",
  "ethnic",
  "ethnicity",
  "ethnicities",
  "nationality",
  "nationalities",
  "racial",
  "migrant",
  "religion",
  "religious",
  "belief",
  "politic",
  "political",
  "opinion",
  "sentiment",
  "speech",
  "rumou?r",
  "social media",
  "petition",
  "petitioner",
  "protest",
  "protester",
  "suspect",
  "watch ?list",
  "blacklist",
  "key person",
  "trajectory",
  "trajectories",
  "social credit",
] as const

const chinese = [
  "人脸",
  "面部",
  "步态",
  "声纹",
  "指纹",
  "虹膜",
  "生物特征",
  "车牌",
  "号牌",
  "身份证",
  "护照",
  "手机号",
  "民族",
  "种族",
  "国籍",
  "籍贯",
  "户籍",
  "流动人口",
  "宗教",
  "信仰",
  "政治",
  "舆情",
  "舆论",
  "言论",
  "谣言",
  "观点",
  "上访",
  "信访",
  "维稳",
  "抗议",
  "嫌疑",
  "可疑人",
  "重点人",
  "黑名单",
  "轨迹",
  "行踪",
  "征信",
] as const

const englishTerms = new RegExp(`(?<![a-z])(?:${english.join("|")})s?(?![a-z])`, "i")
const chineseTerms = new RegExp(chinese.join("|"))

/** The first forbidden term in a text, as it is written there. An id such as `face-count` is read as words. */
export function findForbiddenTerm(text: string): string | undefined {
  return englishTerms.exec(text.replace(/[_-]/g, " "))?.[0] ?? chineseTerms.exec(text)?.[0]
}

const personWords = /(?<![a-z])(?:person|people|pedestrian|resident|visitor|passenger|worker|child|children|crowd)s?(?![a-z])|人/i

/** Whether a property is about people; then it may only be their number. */
export function speaksOfPeople(text: string): boolean {
  return personWords.test(text.replace(/[_-]/g, " "))
}
