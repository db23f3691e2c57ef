export { type CommandLine, type CommandRunner, listenForCommands, sendCommand } from "./command-socket.ts"
export { FolderLock } from "./folder-lock.ts"
