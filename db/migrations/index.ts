import type { Knex } from 'knex';
import * as journal from './0001-journal.ts';
import * as accounts from './0002-accounts.ts';
import * as drafts from './0003-drafts.ts';
import * as prefectures from './0004-prefectures.ts';
import * as dispatch from './0005-dispatch.ts';
import * as acknowledgements from './0006-acknowledgements.ts';
import * as archive from './0007-archive.ts';
import * as frozenRenderings from './0008-frozen-renderings.ts';
import * as waysOfSigning from './0009-ways-of-signing.ts';
import * as keeping from './0010-keeping.ts';
import * as preparing from './0011-preparing.ts';
import * as allocations from './0012-allocations.ts';
import * as statements from './0013-statements.ts';
import * as steering from './0014-steering.ts';
import * as inbox from './0015-inbox.ts';
import * as reminders from './0016-reminders.ts';
import * as amendments from './0017-amendments.ts';
import * as annexesBy from './0018-annexes-by.ts';
import * as mandates from './0019-mandates.ts';
import * as receiptsAndLinks from './0020-receipts-and-links.ts';
import * as proConnectAndSecondFactor from './0021-pro-connect-and-second-factor.ts';
import * as desk from './0022-desk.ts';
import * as answers from './0023-answers.ts';
import * as questionnaires from './0024-questionnaires.ts';
import * as questions from './0025-questions.ts';
import * as contactProposals from './0026-contact-proposals.ts';
import * as regions from './0027-regions.ts';
import * as images from './0028-images.ts';
import * as workingCopies from './0029-working-copies.ts';
import * as templateUpdates from './0030-template-updates.ts';
import * as predecessors from './0031-predecessors.ts';
import * as passagesAndComments from './0032-passages-and-comments.ts';
import * as circuit from './0033-circuit.ts';
import * as allocationCriteria from './0034-allocation-criteria.ts';
import * as repeals from './0035-repeals.ts';
import * as search from './0036-search.ts';
import * as pastCirculars from './0037-past-circulars.ts';
import * as searchSources from './0038-search-sources.ts';
import * as publications from './0040-publications.ts';
import * as missions from './0041-missions.ts';
import * as publicPage from './0042-public-page.ts';
import * as accessTokens from './0043-access-tokens.ts';
import * as proof from './0044-proof.ts';
import * as readings from './0046-readings.ts';

export interface Migration {
  name: string;
  up(database: Knex): Promise<void>;
}

/** The explicit, ordered list. A migration that has shipped is never edited nor renamed. */
export const migrations: Migration[] = [
  { name: '0001-journal', up: journal.up },
  { name: '0002-accounts', up: accounts.up },
  { name: '0003-drafts', up: drafts.up },
  { name: '0004-prefectures', up: prefectures.up },
  { name: '0005-dispatch', up: dispatch.up },
  { name: '0006-acknowledgements', up: acknowledgements.up },
  { name: '0007-archive', up: archive.up },
  { name: '0008-frozen-renderings', up: frozenRenderings.up },
  { name: '0009-ways-of-signing', up: waysOfSigning.up },
  { name: '0010-keeping', up: keeping.up },
  { name: '0011-preparing', up: preparing.up },
  { name: '0012-allocations', up: allocations.up },
  { name: '0013-statements', up: statements.up },
  { name: '0014-steering', up: steering.up },
  { name: '0015-inbox', up: inbox.up },
  { name: '0016-reminders', up: reminders.up },
  { name: '0017-amendments', up: amendments.up },
  { name: '0018-annexes-by', up: annexesBy.up },
  { name: '0019-mandates', up: mandates.up },
  { name: '0020-receipts-and-links', up: receiptsAndLinks.up },
  { name: '0021-pro-connect-and-second-factor', up: proConnectAndSecondFactor.up },
  { name: '0022-desk', up: desk.up },
  { name: '0023-answers', up: answers.up },
  { name: '0024-questionnaires', up: questionnaires.up },
  { name: '0025-questions', up: questions.up },
  { name: '0026-contact-proposals', up: contactProposals.up },
  { name: '0027-regions', up: regions.up },
  { name: '0028-images', up: images.up },
  { name: '0029-working-copies', up: workingCopies.up },
  { name: '0030-template-updates', up: templateUpdates.up },
  { name: '0031-predecessors', up: predecessors.up },
  { name: '0032-passages-and-comments', up: passagesAndComments.up },
  { name: '0033-circuit', up: circuit.up },
  { name: '0034-allocation-criteria', up: allocationCriteria.up },
  { name: '0035-repeals', up: repeals.up },
  { name: '0036-search', up: search.up },
  { name: '0037-past-circulars', up: pastCirculars.up },
  { name: '0038-search-sources', up: searchSources.up },
  { name: '0040-publications', up: publications.up },
  { name: '0041-missions', up: missions.up },
  { name: '0042-public-page', up: publicPage.up },
  { name: '0043-access-tokens', up: accessTokens.up },
  { name: '0044-proof', up: proof.up },
  { name: '0046-readings', up: readings.up },
];
