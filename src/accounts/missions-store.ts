import type { Knex } from 'knex';
import type { Mission, MissionWords } from './mission.ts';

type Db = Knex | Knex.Transaction;

interface Row {
  id: string;
  userId: string;
  beginsOn: string;
  endsOn: string;
  fromYear: number | null;
  toYear: number | null;
  recordedAt: string;
  recordedBy: string;
  endedAt: string | null;
  title: string | null;
  institution: string | null;
  letterReference: string | null;
  letterOn: string | null;
}

/** Newest first: those of one person, or all. */
export async function listMissions(database: Db, userId?: string): Promise<Mission[]> {
  const select = database('audit_missions as m')
    .leftJoin('audit_missions_ended as e', 'e.mission_id', 'm.id')
    .leftJoin('audit_mission_words as w', 'w.mission_id', 'm.id')
    .orderBy([
      { column: 'm.begins_on', order: 'desc' },
      { column: 'm.recorded_at', order: 'desc' },
    ])
    .select({
      ...{ id: 'm.id', userId: 'm.user_id', beginsOn: 'm.begins_on', endsOn: 'm.ends_on' },
      ...{ fromYear: 'm.from_year', toYear: 'm.to_year', endedAt: 'e.ended_at' },
      ...{ recordedAt: 'm.recorded_at', recordedBy: 'm.recorded_by', title: 'w.title' },
      ...{ institution: 'w.institution', letterReference: 'w.letter_reference', letterOn: 'w.letter_on' },
    });
  if (userId !== undefined) select.where('m.user_id', userId);
  return ((await select) as Row[]).map(fromRow);
}

export async function insertMission(
  trx: Knex.Transaction,
  mission: Omit<Mission, 'endedAt' | 'words'> & { wordsHash: string },
  words: MissionWords & { salt: string },
): Promise<void> {
  await trx('audit_missions').insert({
    id: mission.id,
    user_id: mission.userId,
    begins_on: mission.beginsOn,
    ends_on: mission.endsOn,
    from_year: mission.perimeter.fromYear ?? null,
    to_year: mission.perimeter.toYear ?? null,
    words_hash: mission.wordsHash,
    recorded_at: mission.recordedAt,
    recorded_by: mission.recordedBy,
  });
  await trx('audit_mission_words').insert({
    mission_id: mission.id,
    title: words.title,
    institution: words.institution,
    letter_reference: words.letterReference,
    letter_on: words.letterOn,
    salt: words.salt,
  });
}

export async function insertEnded(
  trx: Knex.Transaction,
  ended: { missionId: string; at: string; by: string },
): Promise<void> {
  await trx('audit_missions_ended').insert({
    mission_id: ended.missionId,
    ended_at: ended.at,
    ended_by: ended.by,
  });
}

function fromRow(row: Row): Mission {
  const { fromYear, toYear, endedAt, title, institution, letterReference, letterOn, ...mission } = row;
  return {
    ...mission,
    perimeter: {
      ...(fromYear === null ? {} : { fromYear }),
      ...(toYear === null ? {} : { toYear }),
    },
    endedAt: endedAt ?? undefined,
    words:
      title === null || institution === null || letterReference === null || letterOn === null
        ? undefined
        : { title, institution, letterReference, letterOn },
  };
}
