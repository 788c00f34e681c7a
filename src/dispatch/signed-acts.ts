// A campaign under way, and the one that it corrects.
const kept = 2;

/**
 * Reads a signed act once for all the mails of its campaign: it never changes, and reading it again was
 * a quarter of the SQL of each mail (measured). Undefined when the act is not the one of this hash.
 */
export function rememberSignedActs<Act extends { sha256: string }>(
  read: (instructionId: string) => Promise<Act | undefined>,
): (instructionId: string, sha256: string) => Promise<Act | undefined> {
  const acts = new Map<string, Promise<Act | undefined>>();
  return (instructionId, sha256) => {
    const key = `${instructionId} ${sha256}`;
    const known = acts.get(key);
    if (known !== undefined) return known;
    const reading = read(instructionId).then((act) => (act?.sha256 === sha256 ? act : undefined));
    acts.set(key, reading);
    // Neither a failure nor an absence is kept: the next mail reads again.
    reading.then(
      (act) => act ?? acts.delete(key),
      () => acts.delete(key),
    );
    for (const oldest of [...acts.keys()].slice(0, -kept)) acts.delete(oldest);
    return reading;
  };
}
