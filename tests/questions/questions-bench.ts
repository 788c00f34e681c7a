import { loadMessages } from '../../src/kernel/messages.ts';
import { createQuestions, type ReceivedAct } from '../../src/questions/questions.ts';
import { createLetterBench } from '../outbox/letter-bench.ts';

export const messages = loadMessages('templates/messages');
export const claire = { id: 'user-claire', roles: ['drafter'] };
export const ain = { id: 'OFF-01', strength: 'code' as const };
export const act: ReceivedAct = {
  ...{ instructionId: '11111111-1111-4111-8111-111111111111', slug: '2027-chefs-de-projets' },
  ...{ title: 'Instruction « Chefs de projets 2027 »', campaignId: 'c', deliveryId: 'd' },
};
export const asked = {
  ...{ text: 'Peut-on financer un poste ?', name: 'Inès Morel', function: 'Cheffe de cabinet' },
  ...{ topic: 'credits' as const, instructionId: undefined, formKey: 'a-form-key-of-this-page' },
};

/** Questions beside the outbox and the directory; the offices received one act, the Aisne none. */
export async function createQuestionsBench(notices: { noticeTo?: string } = {}) {
  const bench = await createLetterBench();
  const { database, clock } = bench;
  const at = clock.now().toISOString();
  await database('pinned_templates').insert({
    ...{ sha256: 's', name: 't', version: '1', source: '{}', pinned_at: at },
  });
  await database('instructions').insert({
    ...{ id: act.instructionId, slug: act.slug, kind: 'k', year: 2027, title: act.title },
    ...{ template_sha256: 's', state: 'draft', revision: 1, created_at: at, created_by: 'u', updated_at: at },
  });
  const questions = createQuestions({
    ...{ ...bench, readDatabase: database, messages, directory: bench.prefectures },
    ...{ noticeTo: undefined, publicUrl: () => 'https://estafette.example', ...notices },
    acts: { listReceived: async (officeId) => (officeId === 'OFF-02' ? [] : [act]) },
  });
  let keys = 0;
  return {
    ...bench,
    questions,
    /** A form that was never posted. */
    formKey: () => `a-form-key-of-a-page-${(keys += 1)}`,
    /** A question of the Ain, about nothing in particular. */
    async ask(change: Partial<Parameters<typeof questions.ask>[1]> = {}): Promise<string> {
      const outcome = await questions.ask(ain, {
        ...asked,
        formKey: `another-form-key-${(keys += 1)}`,
        ...change,
      });
      if (!outcome.ok) throw new Error(outcome.errors[0]?.key);
      return outcome.value.id;
    },
  };
}
