/**
 * One task at a time for each person. Who asks again while theirs runs gets the next one, begun when the
 * first has ended, and shared by all that was asked meanwhile: only the latest is worth doing.
 */
export function createLatest<T>() {
  const people = new Map<string, { running: Promise<T>; next?: Promise<T> }>();

  function begin(person: string, task: () => Promise<T>): Promise<T> {
    const running = task();
    const turn: { running: Promise<T>; next?: Promise<T> } = { running };
    people.set(person, turn);
    const end = (): void => {
      if (people.get(person) === turn && turn.next === undefined) people.delete(person);
    };
    running.then(end, end);
    return running;
  }

  return (person: string, task: () => Promise<T>): Promise<T> => {
    const turn = people.get(person);
    if (turn === undefined) return begin(person, task);
    turn.next ??= turn.running.then(
      () => begin(person, task),
      () => begin(person, task),
    );
    return turn.next;
  };
}
