import { expect } from 'chai';
import { connect } from '../../db/connect.ts';

describe('a query that fails', () => {
  it('is told by its words, without the values that somebody typed', async () => {
    const database = connect({ url: 'sqlite::memory:' });
    const failed = await database('nowhere').insert({ words: 'Claire Martin' }).then(String, String);
    expect(failed).to.contain('nowhere').and.not.to.contain('Claire');
    await database.destroy();
  });
});
