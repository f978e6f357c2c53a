/**
 * How Node runs Mio. What Mio keeps in memory is small (about 40 MiB after a garbage collection), but V8 lets its heap
 * grow by what the machine has; these bounds make it collect in time, and leave room for a long backlog. The young
 * generation stays large while nobody writes, for the next who do. Collecting so little takes less than sharing the work
 * among threads would. Compiling at the first call suits a relay, whose code
 * is wide rather than hot (docs/decisions/0004).
 */
export const nodeFlags: readonly string[] = [
  '--max-old-space-size=512',
  '--min-semi-space-size=16',
  '--max-semi-space-size=32',
  '--no-parallel-scavenge',
  '--always-sparkplug',
  `--import=${new URL('./compile-cache.mjs', import.meta.url).href}`,
];

/**
 * glibc gives every thread an arena of its own, and keeps what they freed. One is enough for two threads that work and a
 * few that help: 15 MiB less, at the same speed ("mallopt(3)"). It means nothing elsewhere.
 */
export const nodeEnvironment: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '1' };
