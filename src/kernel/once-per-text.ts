/**
 * A reading that depends on its text alone, done once for each text in a process: sites, composers of mails and
 * hundreds of tests read the same templates and sentences. What it gives is shared, so nobody may change it;
 * what throws is not kept.
 */
export function oncePerText<Read>(read: (text: string) => Read): (text: string) => Read {
  const kept = new Map<string, { read: Read }>();
  return (text) => {
    const found = kept.get(text) ?? { read: read(text) };
    kept.set(text, found);
    return found.read;
  };
}
