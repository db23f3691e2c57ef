/** Whether an address is one that may be shown: user and password in it would be read by everybody who reads the settings. */
export function isWithoutSecret(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { username, password } = new URL(url)
  return username === "" && password === ""
}
