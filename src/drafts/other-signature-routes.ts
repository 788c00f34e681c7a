import { z } from 'zod';
import { formatDay } from '../kernel/french-format.ts';
import type { FieldError, Outcome } from '../kernel/outcome.ts';
import type { SignedRecord } from './instructions.ts';
import { day, singleLine } from '../web/fields.ts';
import {
  page,
  redirect,
  route,
  type CurrentUser,
  type Reply,
  type Route,
  type RouteRequest,
} from '../web/route.ts';
import { demand, faultOfSignature } from './instruction.ts';
import { actorOf, addressOf, findOrThrow, frameOf, pageOf, type DraftsRoutesDeps } from './page-frame.ts';
import { slugParams } from './route-params.ts';

const mostBytes = 30_000_000;
const sha256 = z.string({ error: 'form.required' }).regex(/^[0-9a-f]{64}$/, 'form.invalid');
const outsideForm = z.object({ sha256 });
const handForm = z.object({
  sha256,
  signatory: singleLine(120),
  quality: singleLine(200),
  signedOn: day(),
  confirm: z.literal('yes', 'drafts.hand.confirm'),
});

type Params = z.infer<typeof slugParams>;
type Way = 'outside' | 'hand';

const addresses: Record<Way, string> = { outside: '/signer/mon-outil', hand: '/signer/a-la-main' };

/** The two other ways of signing: with one's own tool, and with a pen. Each is a page with one upload. */
export function createOtherSignatureRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function formPage(
    way: Way,
    request: { user: CurrentUser | undefined; params: Params; typed?: Record<string, string> },
    errors: FieldError[] = [],
  ): Promise<Reply> {
    const { slug } = request.params;
    const instruction = await findOrThrow(instructions, slug);
    const authorIds = await instructions.listAuthorIds(instruction.id);
    demand(faultOfSignature(actorOf(request.user), { state: instruction.state, authorIds }));
    const version = await instructions.frozenVersion(instruction.id);
    if (version === undefined) throw new Error('an approved instruction has a frozen version');
    const { typed = {} } = request;
    const model = {
      frame: await frameOf(deps, instruction, 'document'),
      slug,
      sha256: version.sha256,
      pdf: addressOf(slug, `/versions/${version.number}.pdf`),
      mostBytes,
      ...(way === 'outside'
        ? {}
        : {
            signatory: typed['signatory'] ?? request.user?.name ?? '',
            quality: typed['quality'] ?? request.user?.function ?? '',
            signedOn: typed['signedOn'] ?? version.letterOn ?? '',
            undated: version.letterOn === null,
          }),
    };
    const content = await pageOf(deps, instruction, model, { section: messages(`drafts.${way}.title`) });
    return page(`drafts/sign-${way}`, { ...content, errors }, errors.length > 0 ? 422 : 200);
  }

  /** The page again with every fault, or the signed document. `act` is called only with a file and a sound form. */
  async function received<Form>(
    way: Way,
    request: RouteRequest<Params, unknown, Form>,
    act: (id: string, form: Form, file: Uint8Array) => Promise<Outcome<SignedRecord>>,
    done: (signed: SignedRecord) => string,
  ): Promise<Reply> {
    const { params, form, file } = request;
    const { id } = await findOrThrow(instructions, params.slug);
    const noFile = file === undefined || file.bytes.length === 0;
    const faults = [
      ...(form.ok ? [] : form.errors),
      ...(noFile ? [{ field: 'fichier', key: `drafts.${way}.no-file` }] : []),
    ];
    if (faults.length > 0 || !form.ok || noFile) return formPage(way, request, faults);
    const signed = await act(id, form.value, new Uint8Array(file.bytes));
    if (!signed.ok) return formPage(way, request, signed.errors);
    return redirect(addressOf(params.slug, '/document'), done(signed.value));
  }

  const common = { access: ['signatory' as const], params: slugParams };
  const upload = { field: 'fichier', maxBytes: mostBytes };

  return [
    route({
      ...common,
      method: 'get',
      path: `/instructions/:slug${addresses.outside}`,
      handle: (request) => formPage('outside', request),
    }),
    route({
      ...common,
      method: 'post',
      path: `/instructions/:slug${addresses.outside}`,
      upload,
      body: outsideForm,
      handle: (request) =>
        received(
          'outside',
          request,
          (id, form, file) =>
            instructions.signOutside(actorOf(request.user), id, { sha256: form.sha256, file }),
          ({ level, mark }) =>
            messages(`drafts.outside.done-${mark}`, { level: messages(`signing.level.${level}`) }),
        ),
    }),
    route({
      ...common,
      method: 'get',
      path: `/instructions/:slug${addresses.hand}`,
      handle: (request) => formPage('hand', request),
    }),
    route({
      ...common,
      method: 'post',
      path: `/instructions/:slug${addresses.hand}`,
      upload,
      body: handForm,
      handle: (request) =>
        received(
          'hand',
          request,
          (id, { sha256: shown, signatory, quality, signedOn }, scan) =>
            instructions.recordHandSignature(actorOf(request.user), id, {
              sha256: shown,
              scan,
              signatoryName: signatory,
              quality,
              signedOn,
              reason: messages('drafts.hand.reason', { day: formatDay(signedOn), name: signatory }),
            }),
          () => messages('drafts.hand.done'),
        ),
    }),
  ];
}
