import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnswersRoutes } from '../../src/answers/answers-routes.ts';
import type { Definition } from '../../src/answers/questionnaire/definition.ts';
import { createQuestionnaireRoutes } from '../../src/answers/questionnaire/questionnaire-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { CurrentOffice } from '../../src/web/route.ts';
import type { openBrowser, Visitor } from '../journeys/visitor.ts';
import { openTestSite } from '../site.ts';
import { pdf } from './documents.ts';
import { openQuestionnaireRoom, templates } from './questionnaire/questionnaire-room.ts';

/** The office where the chef de projet of its region sits too: it answers for two territories. */
const rhone: CurrentOffice = {
  ...{ id: 'OFF-69', name: 'préfecture du Rhône', timeZone: 'Europe/Paris' },
  ...{ strength: 'code', sessionId: 'session-of-the-rhone' },
};

/** Every page of the answers over real HTTP: who visits is a drafter and an office at once, by two cookies. */
export async function openAnswerPages(browser: Awaited<ReturnType<typeof openBrowser>>) {
  const room = await openQuestionnaireRoom();
  const messages = loadMessages(`${templates}messages`);
  const asked = await room.ask({ audience: 'all' });
  const survey = await room.ask({ kind: 'questionnaire', audience: 'all', title: 'Emploi des crédits' });
  const contact = 'MILDECA <circulaires@estafette.example>';
  const site = await openTestSite({
    routes: [
      ...createQuestionnaireRoutes({ ...room, messages }),
      ...createAnswersRoutes({ ...room, messages, contact, officeNames: async () => new Map() }),
    ],
    ...{ roles: ['drafter'], userId: room.people.claire.id, office: rhone },
  });
  const act = await room.instructions.find(room.instructionId);
  const folder = await mkdtemp(join(tmpdir(), 'estafette-answers-'));
  const file = join(folder, 'plan.pdf');
  await writeFile(file, pdf());

  return {
    ...room,
    asked,
    survey,
    /** A PDF on the disk of who visits. */
    file,
    /** Where staff compose, and read what came. */
    composing: `/instructions/${act?.slug}/reponses/${survey.id}/questionnaire`,
    results: `/instructions/${act?.slug}/reponses/${survey.id}/resultats`,
    /** Where the office hands a file in, and fills the questionnaire. */
    giving: `/guichet/reponses/${asked.id}/DEP-69`,
    filling: `/guichet/reponses/${survey.id}/questionnaire/DEP-69`,

    /** Says that this questionnaire is ready, and sends its act. */
    async sendSurvey(definition: Definition): Promise<void> {
      const { people, questionnaires } = room;
      await questionnaires.compose(people.claire, survey.id, () => definition);
      const { sha256 } = await questionnaires.open(survey.id);
      await questionnaires.declareReady(people.claire, survey.id, sha256);
      await room.send();
    },

    async visit(viewport: { width: number; height: number }, script: boolean): Promise<Visitor> {
      const visitor = await browser.visit(site.origin, viewport);
      const cookies = site.cookie.split('; ').map((one) => one.split('='));
      for (const [name = '', value = ''] of cookies)
        await visitor.page.browserContext().setCookie({ name, value, domain: '127.0.0.1', path: '/' });
      await visitor.page.setJavaScriptEnabled(script);
      return visitor;
    },

    async close(): Promise<void> {
      await site.close();
      await room.close();
      await rm(folder, { recursive: true });
    },
  };
}
