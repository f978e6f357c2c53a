/**
 * Pictures in messages. Pages "List hostedContents", "Get chatMessageHostedContent": metadata of hosted contents is null
 * throughout, the bytes come from `$value` alone.
 */
import type { Answer } from '../../kit/router.ts';
import type { TeamsTenant } from '../tenant.ts';
import { conversationOf, messageOf } from './conversation.ts';
import { notFound } from './errors.ts';
import { collection, type GraphRequest, type Operations } from './operation.ts';

export function hostedOperations(tenant: TeamsTenant): Operations {
  const listHosted = (request: GraphRequest): Answer => {
    const conversation = conversationOf(tenant, request);
    const { id, hosted, deleted } = messageOf(tenant, request, conversation);
    return collection(
      `${conversation.context}('${id}')/hostedContents`,
      (deleted === null ? hosted : []).map((one) => ({ id: one.id, contentBytes: null, contentType: null })),
    );
  };

  const hostedBytes = (request: GraphRequest): Answer => {
    const { hosted, deleted } = messageOf(tenant, request, conversationOf(tenant, request));
    const found = deleted === null ? hosted.find(({ id }) => id === request.params['content']) : undefined;
    const file = found && tenant.files.get(found.key);
    if (file === undefined) throw notFound('Hosted content not found.');
    return { status: 200, headers: { 'content-type': file.type }, body: tenant.files.bytes(file.key) };
  };

  const message = '/teams/{team}/channels/{channel}/messages/{message}';
  return {
    ...Object.fromEntries(
      [message, `${message}/replies/{reply}`].flatMap((path) => [
        [`GET ${path}/hostedContents`, { limit: 'otherGet' as const, handle: listHosted }],
        [`GET ${path}/hostedContents/{content}/$value`, { limit: 'otherGet' as const, handle: hostedBytes }],
      ]),
    ),
  };
}
