/** Lets at most `places` tasks run at once; the others wait in the order in which they came. */
export function createTurnstile(places: number) {
  let free = places;
  const waiting: (() => void)[] = [];
  return {
    async run<T>(task: () => Promise<T>): Promise<T> {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await task();
      } finally {
        // A place is handed to the next in line, never put back first: nobody can slip in between.
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
