import type { FieldError } from '../kernel/outcome.ts';
import type { Messages } from '../kernel/messages.ts';
import { noFields } from '../web/fields.ts';
import { file, page, route, type Reply, type Route } from '../web/route.ts';
import type { Signing } from './signing.ts';
import { resultModel } from './verification-page.ts';

const address = '/verifier';
const mostBytes = 20_000_000;

/** « Vérifier un document », open to anyone: a file in, words out, nothing kept. */
export function createVerificationRoutes(deps: {
  signing: Pick<Signing, 'verify' | 'trust'>;
  messages: Messages;
}): Route[] {
  const { signing, messages } = deps;
  const title = messages('signing.verify.title');

  function form(errors: FieldError[] = []): Reply {
    return page(
      'signing/verify',
      { title, breadcrumb: [], model: { title }, errors },
      errors.length > 0 ? 422 : 200,
    );
  }

  return [
    route({ method: 'get', path: address, access: 'public', handle: async () => form() }),
    route({
      method: 'post',
      path: address,
      access: 'public',
      upload: { field: 'fichier', maxBytes: mostBytes },
      body: noFields,
      async handle({ file: upload }) {
        if (upload === undefined || upload.bytes.length === 0) {
          return form([{ field: 'fichier', key: 'signing.verify.no-file' }]);
        }
        const report = await signing.verify(upload.bytes);
        if (report.problems.includes('signing.problem.not-a-pdf')) {
          return form([{ field: 'fichier', key: 'signing.verify.not-a-pdf' }]);
        }
        const model = resultModel(report, upload.name, messages);
        return page('signing/verify-result', {
          title: messages('signing.verify.result-title', { verdict: model.verdict.title }),
          breadcrumb: [{ label: title, href: address }],
          model,
        });
      },
    }),
    route({
      method: 'get',
      path: `${address}/racine.pem`,
      access: 'public',
      handle: async () =>
        file(new TextEncoder().encode(signing.trust), { type: 'application/x-pem-file', name: 'racine.pem' }),
    }),
  ];
}
