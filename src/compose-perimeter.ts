import type { Estafette } from './compose.ts';
import type { YearedPath } from './web/perimeter-guard.ts';

/** What is about one instruction, by its address: the instruction's own pages, a message, a question. */
export function listYearedPaths({
  instructions,
  dispatch,
  inbox,
  questions,
  pastCirculars,
}: Pick<Estafette, 'instructions' | 'dispatch' | 'inbox' | 'questions' | 'pastCirculars'>): YearedPath[] {
  async function yearOfId(instructionId: string | undefined): Promise<number | 'none'> {
    const act = instructionId === undefined ? undefined : await instructions.find(instructionId);
    return act?.year ?? 'none';
  }
  return [
    {
      path: '/instructions/:slug',
      param: 'slug',
      yearOf: async (slug) => (await instructions.findBySlug(slug))?.year,
    },
    {
      path: '/circulaires-anciennes/:slug',
      param: 'slug',
      async yearOf(slug) {
        const circular = await pastCirculars.find(slug);
        return circular && (circular.year ?? 'none');
      },
    },
    {
      path: '/retours/:id',
      param: 'id',
      async yearOf(id) {
        const found = await inbox.find(id);
        if (found === undefined) return undefined;
        const campaignId = found.message.filing.tied?.campaignId;
        const campaigns = await dispatch.listCampaigns();
        return yearOfId(campaigns.find((campaign) => campaign.id === campaignId)?.instructionId);
      },
    },
    {
      path: '/questions/:id',
      param: 'id',
      async yearOf(id) {
        const thread = await questions.find(id);
        return thread === undefined ? undefined : yearOfId(thread.question.instructionId);
      },
    },
  ];
}
