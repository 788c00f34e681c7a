import { expect } from 'chai';
import { demonstrationCircuit } from '../../../src/demonstration/circuit.ts';
import { listChoices } from '../../../src/drafts/circuit/choosing.ts';
import { faultsOfDefinition } from '../../../src/drafts/circuit/circuit.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import { loadTemplates } from '../../../src/render/load-template.ts';
import { take } from '../drafting-room.ts';
import { openCircuitRoom } from './circuit-room.ts';

const messages = loadMessages('templates/messages');

describe('the circuit that is proposed first', () => {
  it('is the one that the template names, and then the one that the text went through', async () => {
    const room = await openCircuitRoom();
    const { database, journal, clock, instructions, people } = room;
    const step = room.named(1, room.hugo);
    const [first] = [await room.define([step]), await room.define([step]), await room.define([step])];
    const { id: instructionId } = await room.draft();
    const proposed = async (named?: string) => {
      const deps = { database, journal, clock, messages };
      return (await listChoices(deps, { instructionId, named })).map(({ name }) => name);
    };
    expect(await proposed()).to.deep.equal(['Circuit 1', 'Circuit 2', 'Circuit 3']);
    expect(await proposed('Circuit 2')).to.deep.equal(['Circuit 2', 'Circuit 1', 'Circuit 3']);
    expect((await proposed('Circuit retiré'))[0]).to.equal('Circuit 1');
    take(await instructions.freeze(people.claire, instructionId, { circuitId: first }));
    take(await instructions.resume(people.claire, instructionId, 1));
    expect((await proposed('Circuit 2'))[0]).to.equal('Circuit 1');
    await room.close();
  });

  it('is in a demonstration the one of two steps that every template names', async () => {
    const { name, definition } = demonstrationCircuit(['pole', 'secretary']);
    expect(faultsOfDefinition(definition)).to.deep.equal([]);
    expect(definition.steps).to.have.length(2);
    const named = loadTemplates('templates/instructions').map(({ manifest }) => manifest.circuit);
    expect(new Set(named)).to.deep.equal(new Set([name]));
  });
});
