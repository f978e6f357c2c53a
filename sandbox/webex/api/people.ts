/** People: of the own organization alone, found by address, name or id. */
import { badRequest, notFound } from '../errors.ts';
import { uuidIn, wireId } from '../ids.ts';
import { personShape } from '../wire.ts';
import type { Api, Parts } from './guard.ts';
import { answerPage, byOffset } from './paging.ts';

export function mountPeople(api: Api, { store }: Parts): void {
  const one = (id: string | undefined) => {
    const person = store.person(uuidIn('PEOPLE', id ?? '') ?? '');
    if (!person) throw notFound();
    return { status: 200, body: personShape(store, person) };
  };

  api.on('GET', '/v1/people', 'spark:people_read', 'lively', (call) => {
    const [email, name, ids] = ['email', 'displayName', 'id'].map((key) => call.query.get(key));
    const wanted = ids?.split(',').map((id) => uuidIn('PEOPLE', id));
    if (!email && !name && !wanted) throw badRequest('Email, displayName, or id list should be specified.');
    if (wanted && wanted.length > 85) throw badRequest('At most 85 ids can be asked for.');
    const found = store
      .people()
      .filter(
        (person) =>
          (!email || person.mail.toLowerCase() === email.toLowerCase()) &&
          (!name || person.name.toLowerCase().startsWith(name.toLowerCase())) &&
          (!wanted || wanted.includes(person.id)),
      );
    const withStatus = call.query.get('excludeStatus') !== 'true';
    return answerPage(call, found, {
      defaultMax: 100,
      mostMax: 1000,
      ...byOffset,
      shape(person) {
        const { status, ...shape } = personShape(store, person);
        return withStatus ? { ...shape, status } : shape;
      },
    });
  });
  api.on('GET', '/v1/people/me', 'spark:people_read', 'lively', (_call, token) => one(wireId('PEOPLE', token.person)));
  api.on('GET', '/v1/people/{personId}', 'spark:people_read', 'lively', ({ params }) => one(params['personId']));
}
