import { expect } from 'chai';
import { instructionFrame, instructionPage } from '../../src/drafts/instructions.ts';
import type { Instruction } from '../../src/drafts/instructions.ts';
import { loadMessages } from '../../src/kernel/messages.ts';

const messages = loadMessages(new URL('../../templates/messages', import.meta.url).pathname);
const signed = { id: 'i1', slug: '2027-essai', title: 'Essai 2027', state: 'signed' } as Instruction;

function bearing(seal: { mark: string; how: string } | undefined) {
  return { messages, instructions: { documentSeal: async () => seal && { sha256: 'ab', ...seal } } };
}

describe('the header of an instruction’s pages', () => {
  const cases = [
    { seal: { mark: 'signature', how: 'here' }, label: 'signée' },
    { seal: { mark: 'seal', how: 'here' }, label: 'scellée' },
    { seal: { mark: 'seal', how: 'by-hand' }, label: 'signée à la main, copie scellée' },
  ];
  for (const { seal, label } of cases) {
    it(`says « ${label} » in every room, with a frame or without`, async () => {
      for (const tab of ['document', 'credits', 'dispatch'] as const) {
        expect((await instructionFrame(bearing(seal), signed, tab)).stateLabel).to.equal(label);
      }
      const page = await instructionPage(bearing(seal), signed, {}, { section: 'Crédits' });
      expect(page.title).to.equal(`Crédits — Essai 2027, ${label}`);
    });
  }

  it('leads back to the page above', async () => {
    const under = { label: 'Diffusion', href: '/instructions/2027-essai/diffusion' };
    const about = { section: 'Préfecture de l’Ain', under };
    const { breadcrumb } = await instructionPage(bearing(undefined), signed, {}, about);
    expect(breadcrumb?.map(({ label }) => label)).to.deep.equal([
      'Les instructions',
      'Essai 2027',
      'Diffusion',
    ]);
  });
});
