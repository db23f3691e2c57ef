/**
 * Modules whose records never open in the thread: what residents report exists and counts there, and says nothing else, however
 * it was linked. See "the thread has three kinds of edge" in the rights.
 */
export const sealedModules: readonly string[] = ["serve"]
