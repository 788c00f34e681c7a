import type { Check } from './preflight.ts';

/** What a preparation asks of what an instruction asks back: its questionnaires, as they would leave. */
export interface QuestionnairesPort {
  listAsked(instructionId: string): Promise<AskedQuestionnaire[]>;
}

export interface AskedQuestionnaire {
  /** Of the request. */
  id: string;
  title: string;
  /** A person said that it may be asked as it is: offices see no other. */
  isReady: boolean;
}

/** A line for each questionnaire that no office would see, or one that says that they are ready. */
export function questionnaireChecks(asked: readonly AskedQuestionnaire[]): Check[] {
  const missing = asked.filter(({ isReady }) => !isReady);
  if (asked.length > 0 && missing.length === 0) return [line('ok', 'ready', { count: asked.length })];
  // By its id: to overrule one says nothing of another.
  return missing.map(({ id, title }) => line('blocking', 'not-ready', { title }, ` ${id}`));
}

function line(level: Check['level'], what: string, params: Check['params'], of = ''): Check {
  return {
    ...{ name: 'questionnaire', level, key: `preparing.check.questionnaire.${what}`, params },
    ...{ finding: `questionnaire ${what}${of}`, mayBeOverruled: true, offices: [] },
  };
}
