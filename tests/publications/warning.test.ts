import { expect } from 'chai';
import { createPublicationsBench, take, type PublicationsBench } from './publications-bench.ts';

describe('warnings of a text that is not known to be published', () => {
  let bench: PublicationsBench;
  beforeEach(async () => {
    bench = await createPublicationsBench();
  });
  afterEach(() => bench.close());

  async function warnAt(instant: string): Promise<string[]> {
    bench.clock.moveTo(instant);
    bench.posted.length = 0;
    await bench.publications.warnDue();
    return bench.posted.map(({ address }) => address);
  }

  it('are each written once, on working days from nine o’clock, to those who record alone', async () => {
    expect(await warnAt('2027-02-05T10:00:00.000Z')).to.eql([]);
    // 7 February 2027 is a Sunday; then Monday, before nine in Paris.
    expect(await warnAt('2027-02-07T10:00:00.000Z')).to.eql([]);
    expect(await warnAt('2027-02-08T07:59:00.000Z')).to.eql([]);
    expect(await warnAt('2027-02-08T08:00:00.000Z')).to.eql(['nora@mildeca.example']);
    expect(await warnAt('2027-02-08T08:01:00.000Z')).to.eql([]);
    expect(await warnAt('2027-03-08T10:00:00.000Z')).to.have.length(1);
    expect(await warnAt('2027-03-22T10:00:00.000Z')).to.eql([]);
    expect(await warnAt('2027-03-23T10:00:00.000Z')).to.have.length(1);
    expect(await warnAt('2027-04-08T10:00:00.000Z')).to.eql([]);
    const lines = await bench.journal.list({ types: ['publication.warned'] });
    expect(lines.map(({ data }) => data)).to.deep.equal(
      ['two-months', 'three-months', 'fifteen-days'].map((milestone) => ({
        ...{ instruction: bench.id, milestone, limitOn: '2027-04-07', people: 1 },
      })),
    );
  });

  it('say what is known, until when and where to record it, and never that the text is repealed', async () => {
    await warnAt('2027-03-23T10:00:00.000Z');
    const [mail] = bench.posted;
    expect(mail?.subject).to.contain('non publiée à ce jour').and.to.contain('7\u00a0avril\u00a02027');
    expect(mail?.text).to.contain('réputée abrogée si non publiée, à vérifier').and.to.contain(': 15');
    expect(mail?.text).to.contain('https://estafette.example/instructions/2027-chefs-de-projets/publication');
  });

  it('are not made up for when nothing ran: only the latest is given', async () => {
    expect(await warnAt('2027-03-24T10:00:00.000Z')).to.have.length(1);
    expect(await warnAt('2027-03-25T10:00:00.000Z')).to.eql([]);
    const [line, ...others] = await bench.journal.list({ types: ['publication.warned'] });
    expect(others).to.eql([]);
    expect(line?.data).to.include({ milestone: 'fifteen-days' });
  });

  it('stop once it is published, or said not applicable, and go on when that is withdrawn', async () => {
    const { publications, people, subject } = bench;
    const { id } = take(await publications.sayNotApplicable(people.nora, subject, 'Sans objet.'));
    expect(await warnAt('2027-03-08T10:00:00.000Z')).to.eql([]);
    expect(await publications.listUnpublished()).to.eql([]);
    take(await publications.withdraw(people.nora, subject, { publicationId: id, reason: 'Erreur.' }));
    expect(await warnAt('2027-03-08T11:00:00.000Z')).to.have.length(1);
  });

  it('are told on the first page until somebody records, past the four months too', async () => {
    const { publications, clock } = bench;
    const told = async (instant: string) => {
      clock.moveTo(instant);
      return (await publications.listUnpublished()).map(({ phase, limitOn }) => [phase, limitOn]);
    };
    expect(await told('2027-02-06T10:00:00.000Z')).to.eql([]);
    expect(await told('2027-02-07T10:00:00.000Z')).to.eql([['two-months', '2027-04-07']]);
    expect(await told('2027-04-08T10:00:00.000Z')).to.eql([['passed', '2027-04-07']]);
  });

  it('are not given about a text that another act repeals', async () => {
    const { database, instructions, people, id, clock } = bench;
    await database.transaction((trx) => instructions.markDispatched(trx, id, people.nora.id));
    clock.moveTo('2027-01-10T10:00:00.000Z');
    const repeal = { act: 'Décision n° 12', on: '2027-01-05', byId: '', reason: 'Lue.' };
    take(await instructions.recordRepeal(people.nora, id, repeal));
    expect(await warnAt('2027-03-08T10:00:00.000Z')).to.eql([]);
    expect(await bench.publications.listUnpublished()).to.eql([]);
  });
});
