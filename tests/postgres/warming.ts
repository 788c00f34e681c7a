import { createTestDatabase } from '../database.ts';

/** The first database takes seconds to start: before the first test, whose time limit is its own. */
export async function mochaGlobalSetup(): Promise<void> {
  const database = await createTestDatabase();
  await database.destroy();
}
