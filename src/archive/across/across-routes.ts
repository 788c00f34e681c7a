import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Messages } from '../../kernel/messages.ts';
import { file, json, page, redirect, route, type Role, type Route } from '../../web/route.ts';
import type { Archive } from '../archive.ts';
import { figuresCsv, figuresJson, figuresModel } from './figures-page.ts';
import { territoriesModel, territoriesOf } from './territories-page.ts';
import { findTerritory, territoryAddress } from './territory-address.ts';
import { territoryCsv } from './territory-csv.ts';
import { territoryModel } from './territory-page.ts';
import { yearFigures } from './year-figures.ts';

const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
const csv = 'text/csv; charset=utf-8';
const placeParams = z.object({ place: z.string().regex(/^[a-zA-Z0-9-]{2,80}$/) });

export interface AcrossRoutesDeps {
  archive: Archive;
  messages: Messages;
}

/** One territory, or all of them, and the figures of the years. */
export function createAcrossRoutes({ archive, messages }: AcrossRoutesDeps): Route[] {
  const territoriesPath = { label: messages('across.territories.title'), href: '/territoires' };

  async function placeOf(address: string) {
    const holdings = await archive.holdings();
    const territory = findTerritory(territoriesOf(holdings), address);
    if (territory === undefined)
      throw new AppError('not-found', 'no such territory', { messageKey: 'across.territories.unknown' });
    const parts = territoriesOf(holdings).filter(({ region }) => region?.id === territory.id);
    return { territory, parts };
  }

  return [
    route({
      method: 'get',
      path: '/territoires',
      access: readers,
      async handle({ user }) {
        const read = await archive.years({ perimeter: user?.perimeter });
        const model = territoriesModel(messages, { read, officeNames: await archive.officeNames() });
        return page('archive/territories', { title: model.title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: '/territoires.csv',
      access: readers,
      async handle({ user }) {
        const read = await archive.years({ perimeter: user?.perimeter });
        return file(territoryCsv(messages, read, territoriesOf(read.holdings)), {
          type: csv,
          name: 'territoires.csv',
        });
      },
    }),
    route({
      method: 'get',
      path: '/territoires/:place.csv',
      access: readers,
      params: placeParams,
      async handle({ params, user }) {
        const { territory } = await placeOf(params.place);
        const read = await archive.years({ territoryId: territory.id, perimeter: user?.perimeter });
        return file(territoryCsv(messages, read, [territory]), {
          type: csv,
          name: `territoire-${territoryAddress(territory)}.csv`,
        });
      },
    }),
    route({
      method: 'get',
      path: '/territoires/:place',
      access: readers,
      params: placeParams,
      async handle({ params, user }) {
        const { territory, parts } = await placeOf(params.place);
        const address = territoryAddress(territory);
        if (params.place !== address) return redirect(`/territoires/${address}`);
        const read = await archive.years({ territoryId: territory.id, perimeter: user?.perimeter });
        const officeNames = await archive.officeNames();
        const model = territoryModel(messages, { read, territory, parts, officeNames });
        return page('archive/territory', { title: model.title, breadcrumb: [territoriesPath], model });
      },
    }),
    route({
      method: 'get',
      path: '/chiffres',
      access: readers,
      async handle({ user }) {
        const read = await archive.years({ perimeter: user?.perimeter });
        const told = { years: yearFigures(read), outside: read.outside, at: archive.now() };
        const model = figuresModel(messages, told);
        return page('archive/figures', { title: model.title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: '/chiffres.csv',
      access: readers,
      async handle({ user }) {
        const years = yearFigures(await archive.years({ perimeter: user?.perimeter }));
        return file(figuresCsv(messages, years), { type: csv, name: 'chiffres.csv' });
      },
    }),
    route({
      method: 'get',
      path: '/chiffres.json',
      access: readers,
      async handle({ user }) {
        const years = yearFigures(await archive.years({ perimeter: user?.perimeter }));
        return json(figuresJson(years, archive.now()));
      },
    }),
  ];
}
