// The whole product in a process of its own, on a data folder: the test kills it while somebody writes.
// argv: data folder, port. Says « ready » and its address when it answers.
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { openChain } from '../../src/demonstration/demonstration.ts';

const [dataDir = '', port = '0'] = process.argv.slice(2);
const { PATH, CHROMIUM_PATH } = process.env;
const config = readConfig({ PATH, CHROMIUM_PATH, DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'silent' });

const estafette = await compose(config);
const chain = await openChain(estafette);
await chain.create('chefs-de-projets', 2027);
const { url } = await estafette.start();
process.stdout.write(`ready ${url}\n`);
