import { expect } from 'chai';
import { withField, withFieldMoved, withSection } from '../../../src/answers/questionnaire/composing.ts';
import type { Definition } from '../../../src/answers/questionnaire/definition.ts';
import { readDefinition, writeDefinition } from '../../../src/answers/questionnaire/exchange.ts';
import { failureOf } from '../../drafts/drafting-room.ts';
import { openQuestionnaireRoom, type QuestionnaireRoom } from './questionnaire-room.ts';
import { survey } from './survey.ts';

describe('a questionnaire', () => {
  let room: QuestionnaireRoom;
  beforeEach(async () => {
    room = await openQuestionnaireRoom();
  });
  afterEach(() => room.close());

  const rename = (title: string) => (definition: Definition) => ({ ...definition, title });
  const compose = (change: (definition: Definition) => Definition) =>
    room.questionnaires.compose(room.people.claire, room.request.id, change);

  it('is written field by field, each under a key of its own', async () => {
    await compose((definition) => withSection(definition, { title: 'Crédits' }));
    const amount = { label: 'Montant des crédits', type: 'amount' as const, required: true };
    await compose((definition) => withField(definition, 'credits', amount));
    await compose((definition) => withField(definition, 'credits', amount));
    const { definition } = await room.questionnaires.open(room.request.id);
    const [first, second] = definition.sections[0]?.fields ?? [];
    expect([first?.key, second?.key]).to.deep.equal(['montant-des-credits', 'montant-des-credits-2']);
    const moved = withFieldMoved(definition, 'montant-des-credits-2', 'up');
    expect(moved.sections[0]?.fields.map(({ key }) => key)).to.deep.equal([
      'montant-des-credits-2',
      'montant-des-credits',
    ]);
  });

  it('is ready once it has no fault, under the hash that was looked at', async () => {
    const { people, request, questionnaires } = room;
    const refused = await questionnaires.declareReady(people.claire, request.id, 'a'.repeat(64));
    expect(refused).to.deep.include({ ok: false });
    await compose(() => survey);
    const changed = await questionnaires.declareReady(people.claire, request.id, 'a'.repeat(64));
    expect(changed).to.deep.equal({
      ok: false,
      errors: [{ field: '', key: 'questionnaires.state.changed' }],
    });
    await room.prepare();
    expect((await questionnaires.open(request.id)).readyAt).to.not.equal(undefined);
    expect(await room.typesOf(room.instructionId)).to.include('questionnaire.made-ready');
  });

  it('has to be said ready again once it was changed, and stays once it was sent', async () => {
    const { request, questionnaires, database } = room;
    await room.prepare();
    await compose(rename('Autre titre'));
    expect((await questionnaires.open(request.id)).readyAt).to.equal(undefined);
    expect(await room.typesOf(room.instructionId)).to.include('questionnaire.reopened');
    await room.prepare();
    await room.send();
    const { sha256 } = await questionnaires.open(request.id);
    expect(await failureOf(compose(rename('Trop tard')))).to.equal('conflict: questionnaires.state.sent');
    // The database itself says so, whoever writes to it.
    const written = database('questionnaires').update({ definition: '{}' });
    expect(String(await written.then(() => 'written', String))).to.contain('questionnaires_stay_once_asked');
    expect((await questionnaires.open(request.id)).sha256).to.equal(sha256);
  });

  it('that was not ready when its act left is finished afterwards', async () => {
    await compose(() => survey);
    await room.send();
    await compose(rename('Titre corrigé'));
    const { sha256 } = await room.questionnaires.open(room.request.id);
    const done = await room.questionnaires.declareReady(room.people.claire, room.request.id, sha256);
    expect(done.ok).to.equal(true);
    expect(await failureOf(compose(rename('Trop tard')))).to.equal('conflict: questionnaires.state.sent');
  });

  it('is composed by those who ask for answers alone', async () => {
    const asked = room.questionnaires.compose(room.people.hugo, room.request.id, () => survey);
    expect(await failureOf(asked)).to.equal('forbidden: questionnaires.role.composers-only');
    const other = await room.ask({ kind: 'file' });
    expect(await failureOf(room.questionnaires.open(other.id))).to.equal('no such questionnaire');
  });

  it('goes away with a request that was never sent', async () => {
    await room.prepare();
    await room.answers.requests.remove(room.people.claire, room.request.id);
    expect(await room.database('questionnaires')).to.have.length(0);
  });

  it('travels as a file, and a file that is none is told', () => {
    const file = writeDefinition(survey);
    expect(readDefinition(file)).to.deep.equal({ definition: survey });
    expect(readDefinition(Buffer.from('PK\u0003\u0004'))).to.deep.equal({ at: '' });
    const wrong = Buffer.from(JSON.stringify({ ...survey, sections: [{ key: 'a', title: 'A' }] }));
    expect(readDefinition(wrong)).to.deep.equal({ at: 'sections.0.fields' });
  });

  it('of the models can be asked as it is', async () => {
    const [model] = room.questionnaires.models;
    if (model === undefined) throw new Error('no model');
    await room.prepare(model.definition);
  });
});
